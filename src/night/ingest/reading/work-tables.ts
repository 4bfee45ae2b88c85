import { type Engine, identifier, literal } from '../../../engine/engine.ts'
import type { FeedName } from '../../../feeds/index.ts'
import { skippedFaults } from '../../../formats/csv-reader.ts'
import type { Fault } from './faults.ts'
import { rawRelations } from './raw-relations.ts'

/** A file of a feed, with its position in the order of delivery, from 1. */
export interface RankedFile {
  readonly feed: FeedName
  readonly file: string
  readonly rank: number
}

/** Creates the relations of `raw`, empty, and the work tables of ingest. */
export const createRelations = async (engine: Engine): Promise<void> => {
  await engine.run('create schema if not exists raw')
  await engine.run('create schema ingest')
  for (const { name, header } of rawRelations()) {
    const columns = Object.entries(header.columns).map(
      ([column, { type }]) => `${identifier(column)} ${type}`,
    )
    await engine.run(`create table ${name} (${columns.join(', ')})`)
  }
  await engine.run(`create table ingest.fault (feed varchar, file varchar, file_rank integer,
    record bigint, before bigint, "column" varchar, reason varchar, member_id varchar, provider_id varchar)`)
  await engine.run('create table ingest.file (feed varchar, file varchar, file_rank integer)')
}

/** Drops the work tables of ingest. */
export const dropWorkTables = async (engine: Engine): Promise<void> => {
  await engine.run('drop schema ingest cascade')
  await engine.run(`drop table if exists ${skippedFaults}`)
  await engine.run(`drop table if exists ${skippedFaults}_scan`)
}

/** Records the rank of a file of a feed. */
export const addFile = (engine: Engine, { feed, file, rank }: RankedFile): Promise<void> =>
  engine.run('insert into ingest.file values ($1, $2, $3)', [feed, file, rank])

/** Rejects the records of a file that could not be parsed. Nothing of them but ids is kept. */
export const addFaults = async (
  engine: Engine,
  { feed, file, rank }: RankedFile,
  faults: readonly Fault[],
): Promise<void> => {
  if (faults.length === 0) return
  const appender = await engine.appender('ingest', 'fault')
  const same = <T>(value: T): T[] => faults.map(() => value)
  appender.append([
    same(feed),
    same(file),
    same(rank),
    faults.map(({ record }) => record),
    faults.map(({ before }) => before),
    faults.map(({ column }) => column),
    faults.map(({ reason }) => reason),
    faults.map(({ memberId }) => memberId),
    faults.map(({ providerId }) => providerId),
  ])
  appender.close()
  await engine.run(`insert into raw.rejected_row
    select feed, file, file_rank, record, "column", reason, '{}' as raw, member_id, provider_id
    from ingest.fault where feed = ${literal(feed)} and file = ${literal(file)}`)
}

/**
 * Returns a function that turns a relation of `feed` with `file_rank` and `place` into a query in
 * parentheses that adds `record`: the row's number in its file. A row's `place` leaves out the records
 * that could not be parsed; its `record` counts them.
 */
export const recordNumbers = async (
  engine: Engine,
  feed: FeedName,
): Promise<(relation: string) => string> => {
  const ofFeed = `from ingest.fault where feed = ${literal(feed)}`
  const found = await engine.first(`select 1 as one ${ofFeed} limit 1`)
  if (!found) return (relation) => `(select *, place as record from ${relation})`
  return (relation) => `(select line.*, line.place + coalesce(fault.faults, 0) as record
    from ${relation} as line
    asof left join (
      select file_rank, before, max(nth) as faults
      from (select file_rank, before, row_number() over (partition by file_rank order by record) as nth ${ofFeed})
      group by file_rank, before
    ) as fault on fault.file_rank = line.file_rank and fault.before < line.place)`
}
