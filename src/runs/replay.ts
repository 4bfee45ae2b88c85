import PQueue from 'p-queue'
import type { Lake } from '../lake/lake.ts'
import { codeVersion } from './code-version.ts'
import { readManifest } from './read-run.ts'
import type { Manifest } from './manifest.ts'
import { sha256OfFile } from '../base/checksum.ts'
import { findObject } from '../lake/find-object.ts'
import { runKey } from './run-id.ts'

/**
 * Compares the inputs of a run, and the files of its baseline, with the checksums in the manifests.
 *
 * @returns a sentence for each difference
 */
export const changedSources = async (lake: Lake, manifest: Manifest): Promise<string[]> => {
  const read = manifest.inputs.flatMap(({ uri, sha256 }) =>
    sha256 === null ? [] : [{ key: uri, sha256 }],
  )
  const inputs = await changedFiles(lake, read, 'The input')
  return [...inputs, ...(await changedBaseline(lake, manifest))]
}

const changedBaseline = async (
  lake: Lake,
  { baseline_run_id: id }: Manifest,
): Promise<string[]> => {
  if (id === null) return []
  const baseline = await readManifest(lake, id)
  if (!baseline) return [`The baseline ${id} is missing.`]
  const relations = baseline.outputs.filter(({ name }) => name.endsWith('.parquet'))
  return changedFiles(
    lake,
    relations.map(({ name, sha256 }) => ({ key: runKey(id, name), sha256 })),
    'The file of the baseline',
  )
}

/** Compares the versions of the code and the runtimes with those of the run; a sentence each. */
export const changedVersions = ({ version: then }: Manifest): string[] => {
  const now: Readonly<Record<string, string>> = codeVersion()
  return Object.entries(then).flatMap(([name, was]) =>
    now[name] === was ? [] : [`The version of ${name} was ${was}, and is ${now[name]}.`],
  )
}

/** Compares the outputs of a run with those of its replay, and its files with its manifest; a sentence each. */
export const changedOutputs = async (
  lake: Lake,
  original: Manifest,
  replay: Manifest,
): Promise<string[]> => {
  const replayed = new Map(replay.outputs.map(({ name, sha256 }) => [name, sha256]))
  const expected = new Set(original.outputs.map(({ name }) => name))
  return [
    ...original.outputs.flatMap(({ name, sha256 }) => {
      const found = replayed.get(name)
      if (found === undefined) return [`The replay did not write ${name}.`]
      return found === sha256 ? [] : [`The replay wrote ${name} with other bytes.`]
    }),
    ...replay.outputs.flatMap(({ name }) =>
      expected.has(name) ? [] : [`The replay wrote ${name}, which the run does not have.`],
    ),
    ...(await changedFiles(
      lake,
      original.outputs.map(({ name, sha256 }) => ({ key: runKey(original.run_id, name), sha256 })),
      'The file of the run',
    )),
  ]
}

interface Expected {
  readonly key: string
  readonly sha256: string
}

/** Compares files of the lake with their checksums. */
const changedFiles = async (
  lake: Lake,
  files: readonly Expected[],
  whose: string,
): Promise<string[]> => {
  const queue = new PQueue({ concurrency: 2 })
  const found = await queue.addAll(
    files.map(({ key, sha256 }) => async () => {
      if (!(await findObject(lake, key))) return [`${whose} ${key} is missing.`]
      return (await sha256OfFile(await lake.localPath(key))) === sha256
        ? []
        : [`${whose} ${key} has other bytes.`]
    }),
  )
  return found.flat()
}
