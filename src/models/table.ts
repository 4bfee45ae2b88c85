import { type Engine, type Value, identifier } from '../engine/engine.ts'
import { columnsOf, type Relation } from './relation.ts'

export type Rows = readonly Readonly<Record<string, Value>>[]

/** The relation's name as quoted SQL. */
export const tableOf = (relation: Relation): string =>
  `${identifier(relation.room)}.${identifier(relation.model)}`

/** Creates an empty table with the columns that the relation's header declares. */
export const createEmptyTable = async (engine: Engine, relation: Relation): Promise<void> => {
  const columns = columnsOf(relation).map(({ name, type }) => `${identifier(name)} ${type}`)
  await engine.run(`create schema if not exists ${identifier(relation.room)}`)
  await engine.run(`create table ${tableOf(relation)} (${columns.join(', ')})`)
}

/** Creates the relation's table with these rows, in order; a column that a row lacks is null. */
export const createTableOf = async (
  engine: Engine,
  relation: Relation,
  rows: Rows,
): Promise<void> => {
  await createEmptyTable(engine, relation)
  const appender = await engine.appender(relation.room, relation.model)
  if (rows.length > 0) {
    appender.append(columnsOf(relation).map(({ name }) => rows.map((row) => row[name] ?? null)))
  }
  appender.close()
}

/** The names of the tables in the engine, `schema.table`, in order; of one schema if it is named. */
export const tablesIn = async (engine: Engine, schema?: string): Promise<string[]> =>
  (await storedRelations(engine)).flatMap((stored) =>
    stored.type === 'BASE TABLE' && (schema === undefined || stored.schema === schema)
      ? [stored.name]
      : [],
  )

/** The names of all tables and views in the engine, `schema.name`. */
export const namesIn = async (engine: Engine): Promise<Set<string>> =>
  new Set((await storedRelations(engine)).map(({ name }) => name))

const storedRelations = (engine: Engine) =>
  engine.all<{ schema: string; name: string; type: string }>(
    `select table_schema as schema, table_schema || '.' || table_name as name, table_type as type
     from information_schema.tables
     where table_catalog = current_database()
     order by name`,
  )
