import { identifier } from '../engine/engine.ts'
import { tableOf } from './empty.ts'
import type { Relation } from './relation.ts'

export interface Audit {
  readonly name: string
  /** Gives one row with the number of `bad` rows; undefined where the query itself is the proof. */
  readonly sql: string | undefined
}

/** All that is to hold of a relation: what its grain says, then what its header names. */
export const auditsOf = (relation: Relation, isUnique: boolean): Audit[] => [
  ...grainAudits(relation, isUnique),
  ...Object.entries(relation.header.audits).map(([name, query]) => ({
    name,
    sql: `select count(*) as bad from (\n${query}\n) as bad_rows`,
  })),
]

const grainAudits = (relation: Relation, isUnique: boolean): Audit[] => {
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
    { name: 'grain_is_not_null', sql: `select count(*) as bad from ${table} where ${nulls}` },
    isUnique
      ? { name: 'grain_is_unique_by_construction', sql: undefined }
      : { name: 'grain_is_unique', sql: `select count(*) as bad from (${repeated}) as repeated` },
  ]
}
