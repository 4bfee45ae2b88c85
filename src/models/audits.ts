import { identifier } from '../engine/engine.ts'
import { tableOf } from './table.ts'
import type { Relation } from './relation.ts'

export interface Audit {
  readonly name: string
  /** Returns one row with the number of `bad` rows; undefined where none can be bad. */
  readonly sql: string | undefined
}

/**
 * Lists the audits of a relation: those that follow from its grain, then those that its header names.
 * `grainIsProven`: the query itself proves that the grain is unique. `rows`: their number, if counted.
 */
export const auditsOf = (relation: Relation, grainIsProven: boolean, rows?: number): Audit[] => [
  ...grainAudits(relation, grainIsProven, rows ?? Infinity),
  ...Object.entries(relation.header.audits).map(([name, query]) => ({
    name,
    sql: `select count(*) as bad from (\n${query}\n) as bad_rows`,
  })),
]

const grainAudits = (relation: Relation, grainIsProven: boolean, rows: number): Audit[] => {
  const table = tableOf(relation)
  const grain = relation.header.grain.map(identifier)
  if (grain.length === 0) {
    return [
      {
        name: 'one_row',
        sql: `select case when count(*) = 1 then 0 else 1 end as bad from ${table}`,
      },
    ]
  }
  const nulls = grain.map((column) => `${column} is null`).join(' or ')
  const repeated = `select 1 from ${table} group by ${grain.join(', ')} having count(*) > 1`
  return [
    {
      name: 'grain_is_not_null',
      sql: rows > 0 ? `select count(*) as bad from ${table} where ${nulls}` : undefined,
    },
    grainIsProven
      ? { name: 'grain_is_unique_by_construction', sql: undefined }
      : {
          name: 'grain_is_unique',
          sql: rows > 1 ? `select count(*) as bad from (${repeated}) as repeated` : undefined,
        },
  ]
}
