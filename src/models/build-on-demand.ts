import { type Engine, identifier } from '../engine/engine.ts'
import { ConfigError } from '../base/errors.ts'
import { auditRelation, checkColumns, createRelation, refuseBadRows } from './build-relation.ts'
import { type Rows, createTableOf } from './table.ts'
import { findOnDemand, findRelations, relationNamed } from './find.ts'
import { inGrainOrder } from './in-grain-order.ts'
import { inOrder } from './order.ts'
import type { Relation } from './relation.ts'

/** The content of a relation without a query: its rows, or code that creates its table or view. */
export type Given = Rows | ((engine: Engine, relation: Relation) => Promise<void>)

/**
 * Builds relations of the rooms on demand (`closing.entry`), each after its inputs in those rooms.
 * The relations of a night that they read must exist. `given` holds the content of relations without a
 * query, by name. Columns and audits are checked against the headers.
 * @throws EmpanelError where a relation does not match its header, or an audit finds bad rows.
 */
export const buildOnDemand = async (
  engine: Engine,
  names: readonly string[],
  given: Readonly<Record<string, Given>>,
): Promise<void> => {
  const onDemand = findOnDemand()
  const all = [...findRelations(), ...onDemand]
  for (const relation of inOrder(neededFor(names, onDemand))) {
    await engine.run(`create schema if not exists ${identifier(relation.room)}`)
    if (relation.sql === undefined) await createGiven(engine, relation, given[relation.name])
    else await createRelation(engine, relation, relation.sql)
    await checkColumns(engine, relation)
    if (relation.sql === undefined) continue
    refuseBadRows(relation, await auditRelation(engine, relation, all), 'Nothing was written.')
  }
}

/** The relations of nights that these relations on demand read, directly or through others. */
export const nightInputsOf = (names: readonly string[]): string[] => {
  const onDemand = findOnDemand()
  const inputs = neededFor(names, onDemand).flatMap(({ header }) => header.inputs)
  const own = new Set(onDemand.map(({ name }) => name))
  return [...new Set(inputs.filter((name) => !own.has(name)))].toSorted()
}

/** Reads all rows of a relation that was built on demand, in the order of its grain. */
export const rowsOnDemand = <R>(engine: Engine, name: string): Promise<R[]> =>
  engine.all<R>(queryOnDemand(name))

/** A query of all rows of a relation that was built on demand, in the order of its grain. */
export const queryOnDemand = (name: string): string =>
  inGrainOrder(relationNamed(name, findOnDemand()))

/** The relations of these names, and those of the rooms on demand that they are built from. */
const neededFor = (names: readonly string[], onDemand: readonly Relation[]): Relation[] => {
  const needed = new Set<Relation>()
  const add = (name: string): void => {
    const relation = onDemand.find((one) => one.name === name)
    if (!relation || needed.has(relation)) return
    needed.add(relation)
    relation.header.inputs.forEach(add)
  }
  names.forEach(add)
  return [...needed]
}

const createGiven = async (
  engine: Engine,
  relation: Relation,
  given: Given | undefined,
): Promise<void> => {
  if (given === undefined) {
    throw new ConfigError(
      `${relation.file}: expected rows or code for ${relation.name}, found none`,
    )
  }
  if (typeof given === 'function') await given(engine, relation)
  else await createTableOf(engine, relation, given)
}
