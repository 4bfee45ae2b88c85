import PQueue from 'p-queue'
import type { Lake } from '../lake/lake.ts'
import { codeVersion } from './code-version.ts'
import { runKey } from './output.ts'
import { readManifest } from './read-run.ts'
import type { Manifest } from './manifest.ts'
import { sha256OfFile } from '../base/checksum.ts'

/**
 * Whether everything that a run was made of is still what it was: its inputs, the baseline's files
 * and the requests. One sentence a thing that differs.
 */
export const sourcesDiffer = async (lake: Lake, manifest: Manifest): Promise<string[]> => {
  const read = manifest.inputs.flatMap(({ uri, sha256 }) =>
    sha256 === null ? [] : [{ key: uri, sha256 }],
  )
  const inputs = await filesDiffer(lake, read, 'The input')
  return [...inputs, ...(await baselineDiffers(lake, manifest))]
}

const baselineDiffers = async (
  lake: Lake,
  { baseline_run_id: id }: Manifest,
): Promise<string[]> => {
  if (id === null) return []
  const baseline = await readManifest(lake, id)
  if (!baseline) return [`The baseline ${id} is gone.`]
  const relations = baseline.outputs.filter(({ name }) => name.endsWith('.parquet'))
  return filesDiffer(
    lake,
    relations.map(({ name, sha256 }) => ({ key: runKey(id, name), sha256 })),
    'The file of the baseline',
  )
}

/** What of the code and the runtimes is not as it was. */
export const versionsDiffer = ({ version: then }: Manifest): string[] => {
  const now: Readonly<Record<string, string>> = codeVersion()
  return Object.entries(then).flatMap(([name, was]) =>
    now[name] === was ? [] : [`The version of ${name} was ${was}, and is ${now[name]}.`],
  )
}

/** Which outputs of the run differ from those of its replay, or from what its manifest says. */
export const outputsDiffer = async (
  lake: Lake,
  was: Manifest,
  again: Manifest,
): Promise<string[]> => {
  const made = new Map(again.outputs.map(({ name, sha256 }) => [name, sha256]))
  const known = new Set(was.outputs.map(({ name }) => name))
  return [
    ...was.outputs.flatMap(({ name, sha256 }) => {
      const replayed = made.get(name)
      if (replayed === undefined) return [`${name} was not made again.`]
      return replayed === sha256 ? [] : [`${name} came out with other bytes.`]
    }),
    ...again.outputs.flatMap(({ name }) =>
      known.has(name) ? [] : [`${name} was made, and the run does not have it.`],
    ),
    ...(await filesDiffer(
      lake,
      was.outputs.map(({ name, sha256 }) => ({ key: runKey(was.run_id, name), sha256 })),
      'The file of the run',
    )),
  ]
}

interface Expected {
  readonly key: string
  readonly sha256: string
}

/** Which files of the lake are gone, or not what they were. */
const filesDiffer = async (
  lake: Lake,
  files: readonly Expected[],
  whose: string,
): Promise<string[]> => {
  const queue = new PQueue({ concurrency: 2 })
  const found = await queue.addAll(
    files.map(({ key, sha256 }) => async () => {
      if (!(await isThere(lake, key))) return [`${whose} ${key} is gone.`]
      return (await sha256OfFile(await lake.localPath(key))) === sha256
        ? []
        : [`${whose} ${key} has other bytes.`]
    }),
  )
  return found.flat()
}

const isThere = async (lake: Lake, key: string): Promise<boolean> =>
  (await lake.list(key)).some((object) => object.key === key)
