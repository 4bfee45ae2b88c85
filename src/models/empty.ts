import { type Engine, identifier } from '../engine/engine.ts'
import { columnsOf, type Relation } from './relation.ts'

/** Creates `relation` without rows, with the columns that its header declares. */
export const emptyRelation = async (engine: Engine, relation: Relation): Promise<void> => {
  const columns = columnsOf(relation).map(({ name, type }) => `${identifier(name)} ${type}`)
  await engine.run(`create schema if not exists ${identifier(relation.room)}`)
  await engine.run(`create table ${tableOf(relation)} (${columns.join(', ')})`)
}

/** The relation's name as SQL. */
export const tableOf = (relation: Relation): string =>
  `${identifier(relation.room)}.${identifier(relation.model)}`
