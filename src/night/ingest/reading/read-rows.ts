import { literal } from '../../../engine/engine.ts'
import type { Night } from '../../night.ts'
import { withJoinSidesAsWritten } from '../../../engine/join-sides.ts'
import { verdictColumn } from '../../../feeds/sql/contract-sql.ts'
import { duplicateRaws, markDuplicates } from './duplicates.ts'
import { countRows } from './row-counts.ts'
import { type MappedFile, checkedRows } from './mapped-file.ts'
import type { FeedPlan } from '../plan/feed-plan.ts'
import { mapFiles, takeFaults } from './map-files.ts'
import { recordNumbers } from './work-tables.ts'

/**
 * Reads a feed that fits in memory, every file once. Accepted rows end in `raw.<feed>`, the items of
 * lists in relations of their own, and rejected rows in `raw.rejected_row`.
 */
export const readRows = async (night: Night, plan: FeedPlan): Promise<void> => {
  const { engine } = night
  const { feed, contract } = plan
  const files = await mapFiles(night, plan)
  await engine.run(`drop table raw.${feed.name}`)
  let hasFaults = false
  for (const [at, file] of files.entries()) {
    const faults = `faults_${feed.name}_${file.rank}`
    const verb = at === 0 ? `create table raw.${feed.name} as` : `insert into raw.${feed.name}`
    await engine.run(`${verb} ${allRows(file, plan, faults)}`)
    const found = await takeFaults(night, plan, file, faults)
    hasFaults ||= found.length > 0
    night.progress.advance()
  }
  await engine.run(`create view ingest.row as from raw.${feed.name}`)
  await engine.run('create table ingest.read as select file_rank, passes from ingest.row')
  await markDuplicates(engine, contract)
  for (const { relation, keyColumns, column } of contract.lists) {
    await engine.run(`insert into raw.${relation}
      select ${keyColumns.join(', ')}, unnest(${column}) from ingest.row as row where ${isAccepted}`)
  }
  await keepRejected(night, plan, files)
  await engine.run('drop view ingest.row')
  await keepAccepted(night, plan, hasFaults)
  await countRows(night, plan, {
    read: 'ingest.read',
    filtered: 'ingest.read where not passes',
    accepted: `raw.${feed.name}`,
    superseded: `ingest.duplicate where outcome = 'superseded'`,
  })
  await engine.run('drop table ingest.read')
  await engine.run('drop table ingest.duplicate')
}

/** Columns that `raw.<feed>` has only while the feed is read. */
const whileReading = ['delivery', 'passes', 'verdict', 'raw'] as const

const allRows = (file: MappedFile, { contract }: FeedPlan, faults: string): string => {
  const columns = [
    ...contract.columns.map(({ name }) => name),
    `cast(${file.rank} as integer) as file_rank`,
    'cast(place as bigint) as place',
    `cast(${file.open.file.delivery} as integer) as delivery`,
    ...['passes', 'verdict', 'raw'],
    ...contract.lists.map(({ column }) => column),
  ]
  return `select ${columns.join(', ')} from ${checkedRows(file, contract, faults)}`
}

const isAccepted = `passes and verdict is null and not exists (
  select * from ingest.duplicate where duplicate.file_rank = row.file_rank and duplicate.place = row.place)`

/** Deletes the other rows, since copying the accepted ones would cost as much as reading them did. */
const keepAccepted = async (
  { engine }: Night,
  { feed, contract }: FeedPlan,
  hasFaults: boolean,
): Promise<void> => {
  const table = `raw.${feed.name}`
  await engine.run(`delete from ${table} as row where not (${isAccepted})`)
  if (hasFaults) {
    const numbered = await recordNumbers(engine, feed.name)
    await engine.run(`update ${table} as row set place = numbered.record
      from ${numbered(table)} as numbered
      where numbered.file_rank = row.file_rank and numbered.place = row.place`)
  }
  for (const name of [...whileReading, ...contract.lists.map(({ column }) => column)]) {
    await engine.run(`alter table ${table} drop column ${name}`)
  }
  await engine.run(`alter table ${table} rename column place to record`)
}

const keepRejected = async (
  { engine }: Night,
  { feed, contract }: FeedPlan,
  files: readonly MappedFile[],
): Promise<void> => {
  const numbered = await recordNumbers(engine, feed.name)
  const id = (name: string): string =>
    contract.columns.some((column) => column.name === name) ? `row.${name}` : 'null'
  const insert = (
    reason: string,
    raw: string,
    from: string,
  ): string => `insert into raw.rejected_row
    select file.feed, file.file, row.file_rank, row.record,
      case when ${reason} = 'type:json' then null else ${verdictColumn(reason)} end,
      ${reason}, ${raw}, ${id('member_id')}, ${id('provider_id')}
    from ${numbered('ingest.row')} as row
    join ingest.file as file on file.feed = ${literal(feed.name)} and file.file_rank = row.file_rank
    ${from}`
  await engine.run(insert('row.verdict', 'row.raw', 'where row.passes and row.verdict is not null'))
  const repeated =
    contract.keyColumns.find((name) => name.endsWith('_id')) ?? contract.keyColumns[0]
  await withJoinSidesAsWritten(engine, () => duplicateRaws(engine, files))
  await engine.run(
    insert(
      literal(`duplicate:${repeated}`),
      'repeated.raw',
      'join ingest.repeated as repeated on repeated.file_rank = row.file_rank and repeated.place = row.place',
    ),
  )
  await engine.run('drop table ingest.repeated')
}
