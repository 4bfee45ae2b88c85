import PQueue from 'p-queue'
import { type Column, type Engine, identifier } from '../../engine/engine.ts'
import { sha256 } from '../../base/checksum.ts'
import { codeVersion } from '../../runs/code-version.ts'
import type { Night } from '../night.ts'
import { readManifest } from '../../runs/read-run.ts'
import type { UploadQueue } from './upload-queue.ts'
import { runKey } from '../../runs/run-id.ts'

/** Lists that are copied at the same time. */
const CONCURRENCY = 8

/** A longer list is rendered, because copying keeps the whole list in memory. */
const LONGEST = 4 << 20

/** A digest of a practice's list without its date. */
export interface ListContent {
  readonly practice: string
  /** Below `registry/`, without `.csv`. */
  readonly name: string
  readonly rows: number
  readonly content: string
}

interface ListLayout {
  /** The name of each practice's list, by practice id. */
  readonly names: ReadonlyMap<string, string>
  readonly columns: readonly Column[]
  /** Everything else that decides the bytes of a list. */
  readonly format: string
}

/** Computes the digests of all lists. */
export const listContents = async (
  engine: Engine,
  { names, columns, format }: ListLayout,
): Promise<ListContent[]> => {
  const hashed = columns.filter(({ name }) => name !== 'as_of').map(({ name }) => identifier(name))
  const found = await engine.all<{ practice_id: string; rows: number; digest: string }>(
    `select practice_id, count(*) as rows,
       concat_ws('-', cast(bit_xor(row_hash) as varchar), cast(sum(row_hash) as varchar)) as digest
     from (select practice_id, hash(${hashed.join(', ')}) as row_hash from publication.registry)
     group by practice_id`,
  )
  const byPractice = new Map(found.map((row) => [row.practice_id, row]))
  const salt = JSON.stringify([codeVersion(), format])
  return [...names].map(([practice, name]) => {
    const { rows = 0, digest = '' } = byPractice.get(practice) ?? {}
    const content = sha256(`${salt} ${rows} ${digest}`).slice(0, 32)
    return { practice, name, rows, content }
  })
}

/**
 * Copies the lists that did not change since the baseline: its file with tonight's date in each line,
 * which are the bytes that rendering would write. A file that does not match its manifest is not
 * copied.
 *
 * @returns the practices whose lists were copied
 */
export const copyUnchanged = async (
  night: Night,
  uploads: UploadQueue,
  lists: readonly ListContent[],
): Promise<Set<string>> => {
  const { baseline, lake } = night
  const copied = new Set<string>()
  const before = baseline && (await readManifest(lake, baseline.runId))
  if (!baseline || !before?.lists) return copied
  const contents = before.lists.contents
  const files = new Map(before.outputs.map((output) => [output.name, output]))
  const copy = async ({ practice, name, rows }: ListContent): Promise<void> => {
    const file = files.get(`registry/${name}.csv`)
    if (!file || file.bytes > LONGEST) return
    const text = await lake.readText(runKey(baseline.runId, file.name))
    if (text === undefined || sha256(text) !== file.sha256) return
    const parts = text.split(`\n${baseline.asOf},`)
    // A name that contains a line break and this date would add a part.
    if (parts.length !== rows + 1) return
    await uploads.putText(file.name, parts.join(`\n${night.asOf},`))
    copied.add(practice)
  }
  const queue = new PQueue({ concurrency: CONCURRENCY })
  const unchanged = lists.filter(({ name, content }) => contents[name] === content)
  await queue.addAll(unchanged.map((list) => () => copy(list)))
  return copied
}
