import { literal } from '../engine/engine.ts'
import type { Night } from '../pipeline/night.ts'
import { verdictColumn } from '../feeds/sql/contract-sql.ts'
import { duplicateRaws, markDuplicates } from './duplicates.ts'
import { countFates } from './fates.ts'
import { type MappedFile, checkedRows } from './mapped-file.ts'
import type { FeedPlan } from './plan.ts'
import { mapFiles, takeFaults } from './map-files.ts'
import { recordNumbers } from './work.ts'

/**
 * Reads a feed that fits in memory: every file once, then accepted rows to `raw.<feed>` and its
 * lists, rejected ones to `raw.rejected_row`.
 */
export const readRows = async (night: Night, plan: FeedPlan): Promise<void> => {
  const { engine } = night
  const { feed, contract } = plan
  const files = await mapFiles(night, plan)
  for (const [at, file] of files.entries()) {
    const faults = `faults_${feed.name}_${file.rank}`
    const verb = at === 0 ? 'create table ingest.row as' : 'insert into ingest.row'
    await engine.run(`${verb}
      select cast(${file.rank} as integer) as file_rank, cast(${file.open.file.delivery} as integer) as delivery, *
      from ${checkedRows(file, contract, faults)}`)
    await takeFaults(night, plan, file, faults)
    night.progress.advance()
  }
  await markDuplicates(engine, contract)
  await engine.run(`create view ingest.accepted as
    select row.* from ingest.row as row
    where passes and verdict is null and not exists (
      select * from ingest.duplicate where duplicate.file_rank = row.file_rank and duplicate.place = row.place)`)
  await keepAccepted(night, plan)
  await keepRejected(night, plan, files)
  await countFates(night, plan, {
    read: 'ingest.row',
    filtered: 'ingest.row where not passes',
    accepted: `raw.${feed.name}`,
    superseded: `ingest.duplicate where fate = 'superseded'`,
  })
  await engine.run('drop view ingest.accepted')
  await engine.run('drop table ingest.row')
  await engine.run('drop table ingest.duplicate')
}

const keepAccepted = async ({ engine }: Night, { feed, contract }: FeedPlan): Promise<void> => {
  const columns = contract.columns.map(({ name }) => name)
  const numbered = await recordNumbers(engine, feed.name)
  await engine.run(`insert into raw.${feed.name}
    select ${columns.join(', ')}, file_rank, record from ${numbered('ingest.accepted')}`)
  for (const { relation, keyColumns, column } of contract.lists) {
    await engine.run(`insert into raw.${relation}
      select ${keyColumns.join(', ')}, unnest(${column}) from ingest.accepted`)
  }
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
  await duplicateRaws(engine, files)
  await engine.run(
    insert(
      literal(`duplicate:${repeated}`),
      'repeated.raw',
      'join ingest.repeated as repeated on repeated.file_rank = row.file_rank and repeated.place = row.place',
    ),
  )
  await engine.run('drop table ingest.repeated')
}
