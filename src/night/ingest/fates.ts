import { literal } from '../../engine/engine.ts'
import type { OutcomeCounts } from '../../runs/manifest.ts'
import type { Night } from '../night.ts'
import type { FeedPlan } from './plan.ts'
import type { JoinedFile } from './mapping/joined.ts'
import { addFaults } from './work.ts'

/** A relation for each fate that has one row a row of that fate, with its `file_rank`. */
export interface FateRelations {
  /** Rows that could be taken apart. */
  readonly read: string
  readonly accepted: string
  readonly filtered: string
  readonly superseded: string
}

/** What became of the rows of a file that could be taken apart, but for the rejected. */
export type CountedFates = Omit<OutcomeCounts, 'rejected'>

const noRows: CountedFates = { read: 0, accepted: 0, filtered: 0, superseded: 0 }

/**
 * Counts what became of the rows of each file, every fate by a query of its own, into
 * `raw.file_fate` and the manifest. Whether they add up is for others to judge.
 */
export const countFates = async (
  night: Night,
  plan: FeedPlan,
  relations: FateRelations,
): Promise<void> => {
  const read = await countBy<number>(night, 'file_rank', relations.read)
  const accepted = await countBy<number>(night, 'file_rank', relations.accepted)
  const filtered = await countBy<number>(night, 'file_rank', relations.filtered)
  const superseded = await countBy<number>(night, 'file_rank', relations.superseded)
  const of = (counts: ReadonlyMap<number, number>, rank: number): number => counts.get(rank) ?? 0
  const counted = plan.files.map(({ rank }): [number, CountedFates] => [
    rank,
    {
      read: of(read, rank),
      accepted: of(accepted, rank),
      filtered: of(filtered, rank),
      superseded: of(superseded, rank),
    },
  ])
  await keepFates(night, plan, new Map(counted))
}

/** Enters fates by file rank; records that could not be taken apart and rejected rows are added. */
export const keepFates = async (
  night: Night,
  plan: FeedPlan,
  counted: ReadonlyMap<number, CountedFates>,
): Promise<void> => {
  const ofFeed = `where feed = ${literal(plan.feed.name)}`
  const faulty = await countBy<string>(night, 'file', `ingest.fault ${ofFeed}`)
  const rejected = await countBy<string>(night, 'file', `raw.rejected_row ${ofFeed}`)
  for (const { open, rank } of plan.files) {
    const file = open.file.key
    const counts = counted.get(rank) ?? noRows
    await keepFate(night, plan, file, rank, {
      ...counts,
      read: counts.read + (faulty.get(file) ?? 0),
      rejected: rejected.get(file) ?? 0,
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

/** Files that were joined come after those that they were joined to. */
export const countJoined = async (
  night: Night,
  plan: FeedPlan,
  joined: readonly JoinedFile[],
): Promise<void> => {
  for (const [at, { open, rows, faults }] of joined.entries()) {
    const rank = plan.files.length + at + 1
    await addFaults(night.engine, plan.feed.name, open.file.key, rank, faults)
    const counts = { read: rows + faults.length, accepted: rows, rejected: faults.length }
    const fate = { ...counts, filtered: 0, superseded: 0 }
    await keepFate(night, plan, open.file.key, rank, fate, true)
  }
}

const keepFate = async (
  { engine }: Night,
  { feed, inputs }: FeedPlan,
  file: string,
  rank: number,
  counts: OutcomeCounts,
  isJoined = false,
): Promise<void> => {
  const { read, accepted, rejected, filtered, superseded } = counts
  const input = inputs.get(file)
  if (input) input.rows = counts
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
