import { type Engine, identifier, literal } from '../engine/engine.ts'
import type { FeedName } from '../feeds/index.ts'
import { rawRelations } from './raw-relations.ts'
import type { Fault } from './faults.ts'

/** Makes the relations of `raw`, empty, and the tables that ingest works with. */
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

export const dropWork = (engine: Engine): Promise<void> => engine.run('drop schema ingest cascade')

export const addFile = (
  engine: Engine,
  feed: FeedName,
  file: string,
  rank: number,
): Promise<void> => engine.run('insert into ingest.file values ($1, $2, $3)', [feed, file, rank])

/** Keeps the records that could not be taken apart; of these nothing but ids is kept. */
export const addFaults = async (
  engine: Engine,
  feed: FeedName,
  file: string,
  rank: number,
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
 * SQL for the record number of a row of `feed`, by the name of the relation that has it: its place
 * among the records that could be read, and the others before it.
 */
export const recordNumbers = async (
  engine: Engine,
  feed: FeedName,
): Promise<(row: string) => string> => {
  const ofFeed = `fault.feed = ${literal(feed)}`
  const found = await engine.first(`select 1 as one from ingest.fault where ${ofFeed} limit 1`)
  return (row) =>
    found
      ? `${row}.place + (select count(*) from ingest.fault where ${ofFeed} and fault.file_rank = ${row}.file_rank and fault.before < ${row}.place)`
      : `${row}.place`
}
