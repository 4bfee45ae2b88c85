import { literal } from '../../../engine/engine.ts'
import type { OutcomeCounts } from '../../../runs/manifest.ts'
import type { Night } from '../../night.ts'
import type { FeedPlan } from '../plan/feed-plan.ts'
import type { JoinedFile } from './joined-files.ts'
import { addFaults } from './work-tables.ts'

/** For each outcome a relation with one row per row of that outcome, with its `file_rank`. */
export interface RowsByOutcome {
  /** Rows that could be parsed. */
  readonly read: string
  readonly accepted: string
  readonly filtered: string
  readonly superseded: string
}

/** Row counts of a file's records that could be parsed. Rejected rows are counted separately. */
export type ParsedCounts = Omit<OutcomeCounts, 'rejected'>

const noRows: ParsedCounts = { read: 0, accepted: 0, filtered: 0, superseded: 0 }

/**
 * Counts the rows of each file by outcome, each outcome by its own query, into `raw.file_fate` and the
 * manifest. Validation checks that they add up.
 */
export const countRows = async (
  night: Night,
  plan: FeedPlan,
  relations: RowsByOutcome,
): Promise<void> => {
  const read = await countBy<number>(night, 'file_rank', relations.read)
  const accepted = await countBy<number>(night, 'file_rank', relations.accepted)
  const filtered = await countBy<number>(night, 'file_rank', relations.filtered)
  const superseded = await countBy<number>(night, 'file_rank', relations.superseded)
  const counts = plan.files.map(({ rank }): [number, ParsedCounts] => [
    rank,
    {
      read: read.get(rank) ?? 0,
      accepted: accepted.get(rank) ?? 0,
      filtered: filtered.get(rank) ?? 0,
      superseded: superseded.get(rank) ?? 0,
    },
  ])
  await recordCounts(night, plan, new Map(counts))
}

/** Records counts by file rank, and adds rejected rows and records that could not be parsed. */
export const recordCounts = async (
  night: Night,
  plan: FeedPlan,
  counts: ReadonlyMap<number, ParsedCounts>,
): Promise<void> => {
  const ofFeed = `where feed = ${literal(plan.feed.name)}`
  const faulty = await countBy<string>(night, 'file', `ingest.fault ${ofFeed}`)
  const rejected = await countBy<string>(night, 'file', `raw.rejected_row ${ofFeed}`)
  for (const { open, rank } of plan.files) {
    const file = open.file.key
    const parsed = counts.get(rank) ?? noRows
    await insertCounts(night, plan, {
      ...parsed,
      file,
      rank,
      read: parsed.read + (faulty.get(file) ?? 0),
      rejected: rejected.get(file) ?? 0,
      isJoined: false,
    })
  }
}

/** Records the counts of joined files, whose ranks follow those of the files that they are joined to. */
export const countJoinedRows = async (
  night: Night,
  plan: FeedPlan,
  joined: readonly JoinedFile[],
): Promise<void> => {
  for (const [at, { open, rows, faults }] of joined.entries()) {
    const file = open.file.key
    const rank = plan.files.length + at + 1
    await addFaults(night.engine, { feed: plan.feed.name, file, rank }, faults)
    await insertCounts(night, plan, {
      ...noRows,
      file,
      rank,
      read: rows + faults.length,
      accepted: rows,
      rejected: faults.length,
      isJoined: true,
    })
  }
}

const countBy = async <Key extends string | number>(
  { engine }: Night,
  key: 'file' | 'file_rank',
  rows: string,
): Promise<ReadonlyMap<Key, number>> => {
  const found = await engine.all<{ key: Key; n: number }>(
    `select ${key} as key, count(*) as n from ${rows} group by ${key}`,
  )
  return new Map(found.map(({ key, n }) => [key, n]))
}

interface FileCounts extends OutcomeCounts {
  readonly file: string
  readonly rank: number
  readonly isJoined: boolean
}

const insertCounts = async (
  { engine }: Night,
  { feed, inputs }: FeedPlan,
  { file, rank, isJoined, ...counts }: FileCounts,
): Promise<void> => {
  const { read, accepted, rejected, filtered, superseded } = counts
  const input = inputs.get(file)
  if (input) input.rows = { read, accepted, rejected, filtered, superseded }
  await engine.run('insert into raw.file_fate values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    feed.name,
    file,
    rank,
    read,
    accepted,
    rejected,
    filtered,
    superseded,
    isJoined,
  ])
}
