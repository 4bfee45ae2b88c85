import { identifier } from '../engine/engine.ts'
import { tableOf } from './table.ts'
import type { Relation } from './relation.ts'

/** A query of all rows of a relation, in the order of its grain. */
export const inGrainOrder = (relation: Relation): string => {
  const grain = relation.header.grain.map(identifier).join(', ')
  return `select * from ${tableOf(relation)}${grain === '' ? '' : ` order by ${grain}`}`
}
