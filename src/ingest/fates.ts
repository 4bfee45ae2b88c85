import { literal } from '../engine/engine.ts'
import type { FateCounts } from '../pipeline/manifest.ts'
import type { Night } from '../pipeline/night.ts'
import type { FeedPlan } from './plan.ts'
import type { JoinedFile } from './joined.ts'
import { addFaults } from './work.ts'

/** A query for each fate that counts the rows of one file, whose rank stands for `$rank`. */
export interface FateQueries {
  /** Rows that could be taken apart; those that could not are added. */
  readonly read: string
  readonly accepted: string
  readonly filtered: string
  readonly superseded: string
}

/**
 * Counts what became of the rows of each file, every fate by a query of its own, into
 * `raw.file_fate` and the manifest. Whether they add up is for others to judge.
 */
export const countFates = async (
  night: Night,
  plan: FeedPlan,
  queries: FateQueries,
): Promise<void> => {
  const feed = literal(plan.feed.name)
  for (const { open, rank } of plan.files) {
    const file = open.file.key
    const ofFile = `feed = ${feed} and file = ${literal(file)}`
    const count = async (query: string): Promise<number> => {
      const row = await night.engine.first<{ n: number }>(
        `select (${query.replaceAll('$rank', String(rank))}) as n`,
      )
      return row?.n ?? 0
    }
    const faulty = await count(`select count(*) from ingest.fault where ${ofFile}`)
    await keepFate(night, plan, file, rank, {
      read: (await count(queries.read)) + faulty,
      accepted: await count(queries.accepted),
      rejected: await count(`select count(*) from raw.rejected_row where ${ofFile}`),
      filtered: await count(queries.filtered),
      superseded: await count(queries.superseded),
    })
  }
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
    await keepFate(night, plan, open.file.key, rank, {
      read: rows + faults.length,
      accepted: rows,
      rejected: faults.length,
      filtered: 0,
      superseded: 0,
    })
  }
}

const keepFate = async (
  { engine }: Night,
  { feed, inputs }: FeedPlan,
  file: string,
  rank: number,
  counts: FateCounts,
): Promise<void> => {
  const { read, accepted, rejected, filtered, superseded } = counts
  const input = inputs.get(file)
  if (input) input.rows = counts
  await engine.run('insert into raw.file_fate values ($1, $2, $3, $4, $5, $6, $7, $8)', [
    feed.name,
    file,
    rank,
    read,
    accepted,
    rejected,
    filtered,
    superseded,
  ])
}
