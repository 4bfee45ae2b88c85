import PQueue from 'p-queue'
import { type Column, identifier } from '../../engine/engine.ts'
import { codeVersion } from '../../runs/code-version.ts'
import type { Night } from '../night.ts'
import { runKey } from '../../runs/output.ts'
import { readManifest } from '../../runs/read-run.ts'
import type { Outbox } from './outbox.ts'
import { sha256 } from '../../base/checksum.ts'

/** Lists that are read and dated anew at one time. */
const CONCURRENCY = 8

/** A longer list is rendered: it would be held in memory whole. */
const LONGEST = 4 << 20

/** What a practice's list tells, but for its date, as one text. */
export interface ListContent {
  readonly practice: string
  /** Below `registry/`, without `.csv`. */
  readonly name: string
  readonly rows: number
  readonly content: string
}

/** The contents of all lists. `format` is whatever else decides how a list reads. */
export const listContents = async (
  { engine }: Night,
  names: ReadonlyMap<string, string>,
  columns: readonly Column[],
  format: string,
): Promise<ListContent[]> => {
  const told = columns.filter(({ name }) => name !== 'as_of').map(({ name }) => identifier(name))
  const found = await engine.all<{ practice_id: string; rows: number; digest: string }>(
    `select practice_id, count(*) as rows,
       concat_ws('-', cast(bit_xor(told) as varchar), cast(sum(told) as varchar)) as digest
     from (select practice_id, hash(${told.join(', ')}) as told from publication.registry)
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
 * Writes the lists that say what the baseline's said: its file with tonight's date in each line, the
 * bytes that rendering would give. Only a file that is as its manifest says is taken.
 *
 * @returns the practices whose lists were written
 */
export const copyUnchanged = async (
  night: Night,
  outbox: Outbox,
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
    // A name with a line break and a date in it would make one more.
    if (parts.length !== rows + 1) return
    await outbox.putText(file.name, parts.join(`\n${night.asOf},`))
    copied.add(practice)
  }
  const queue = new PQueue({ concurrency: CONCURRENCY })
  const same = lists.filter(({ name, content }) => contents[name] === content)
  await queue.addAll(same.map((list) => () => copy(list)))
  return copied
}
