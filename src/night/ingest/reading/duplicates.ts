import type { Engine } from '../../../engine/engine.ts'
import type { ContractSql } from '../../../feeds/sql/contract-sql.ts'
import { type MappedFile, rawJson } from './mapped-file.ts'

/**
 * Creates `ingest.duplicate`: the rows of `ingest.row` that another row with their key replaces. Within
 * a delivery the row with the greatest contents stays, compared as text column by column, and the
 * others are `rejected`. Of several deliveries the row of the last one stays, and the others are
 * `superseded`.
 */
export const markDuplicates = async (engine: Engine, contract: ContractSql): Promise<void> => {
  const keys = contract.keyColumns
  const contents = [
    ...contract.columns.map(({ name }) => `coalesce(cast(row.${name} as varchar), '') desc`),
    ...contract.lists.map(({ column }) => `coalesce(array_to_string(row.${column}, '|'), '') desc`),
  ]
  const sameKey = keys.map((key) => `row.${key} is not distinct from repeated.${key}`)
  const partition = keys.map((key) => `row.${key}`).join(', ')
  await engine.run(`create table ingest.duplicate as
    with repeated as (
      select ${keys.join(', ')} from ingest.row
      where passes and verdict is null
      group by ${keys.join(', ')} having count(*) > 1
    ),
    ranked as (
      select row.file_rank, row.place, row.delivery,
        row_number() over (partition by ${partition}, row.delivery order by ${contents.join(', ')}, row.file_rank, row.place) as nth,
        max(row.delivery) over (partition by ${partition}) as last_delivery
      from ingest.row as row
      join repeated on ${sameKey.join(' and ')}
      where row.passes and row.verdict is null
    )
    select file_rank, place, case when nth > 1 then 'rejected' else 'superseded' end as outcome
    from ranked where nth > 1 or delivery < last_delivery`)
}

/** Creates `ingest.repeated`: the source columns of rejected duplicates, read from their files again. */
export const duplicateRaws = async (
  engine: Engine,
  files: readonly MappedFile[],
): Promise<void> => {
  await engine.run('create table ingest.repeated (file_rank integer, place bigint, raw varchar)')
  const ranks = await engine.all<{ file_rank: number }>(
    `select distinct file_rank from ingest.duplicate where outcome = 'rejected' order by file_rank`,
  )
  for (const { file_rank: rank } of ranks) {
    const file = files.find((one) => one.rank === rank)
    if (!file) continue
    await engine.run(`insert into ingest.repeated
      select ${rank}, place, ${rawJson(file)} from ${file.relation()}
      where place in (select place from ingest.duplicate where outcome = 'rejected' and file_rank = ${rank})`)
  }
}
