import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Engine } from '../../src/engine/engine.ts'
import { identifier, literal } from '../../src/engine/engine.ts'
import { mirrorOf } from '../../src/models/baseline.ts'
import { relationNamed } from '../../src/models/find.ts'
import { columnsOf, type Relation } from '../../src/models/relation.ts'
import { rooms, roomsOnDemand } from '../../src/models/rooms.ts'
import { didYouMean } from '../../src/base/suggest.ts'
import { createEmptyTable, tableOf } from '../../src/models/table.ts'

/** A row of a case: every value is text or null, and is cast to the type in the relation's header. */
export type CaseRow = Readonly<Record<string, string | null>>

/** The rows that one model returns for given inputs. */
export interface Case {
  readonly name: string
  readonly given?: Readonly<Record<string, readonly CaseRow[]>>
  readonly expect: readonly CaseRow[]
}

/** Reads the cases of a file. Scalars stay as written, so that an id like 007 needs no quotes. */
export const readCases = (file: string): Case[] =>
  parse(readFileSync(file, 'utf8'), { schema: 'failsafe', customTags: ['null'] }) as Case[]

/**
 * Builds `model` alone from the inputs that the case gives; every other input is empty. Returns the
 * expected and the actual rows as text, with the columns that the case names.
 */
export const runCase = async (
  engine: Engine,
  model: Relation,
  all: readonly Relation[],
  defaults: Readonly<Record<string, readonly CaseRow[]>>,
  { given = {}, expect }: Case,
): Promise<{ readonly expected: CaseRow[]; readonly found: CaseRow[] }> => {
  await clear(engine)
  for (const name of Object.keys(given)) {
    if (!model.header.inputs.includes(name)) {
      throw new Error(
        `${model.name} does not read ${name}. ${didYouMean(name, model.header.inputs) ?? ''}`,
      )
    }
  }
  for (const name of model.header.inputs) {
    const input = name.startsWith('baseline.') ? mirrorOf(name, all) : relationNamed(name, all)
    await createEmptyTable(engine, input)
    const standard = defaults[name] ?? []
    const [overridden] = standard.length === 1 ? standard : []
    const rows = given[name]?.map((row) => ({ ...overridden, ...row })) ?? standard
    await fill(engine, input, rows)
  }
  await engine.run(`create schema if not exists ${model.room}`)
  await engine.run(`create table ${tableOf(model)} as\n${model.sql}`)
  const named = new Set(expect.flatMap((row) => Object.keys(row)))
  const columns = named.size > 0 ? [...named] : model.header.grain
  const found = await textOf(engine, model, columns, tableOf(model))
  const expectation: Relation = { ...model, model: 'expected_rows' }
  await createEmptyTable(engine, expectation)
  await fill(engine, expectation, expect)
  return { found, expected: await textOf(engine, model, columns, tableOf(expectation)) }
}

const clear = async (engine: Engine): Promise<void> => {
  for (const room of [...rooms, ...roomsOnDemand])
    await engine.run(`drop schema if exists ${room} cascade`)
}

const fill = async (
  engine: Engine,
  relation: Relation,
  rows: readonly CaseRow[],
): Promise<void> => {
  const columns = columnsOf(relation)
  const names = columns.map(({ name }) => name)
  for (const row of rows) {
    const unknown = Object.keys(row).find((name) => !names.includes(name))
    if (unknown !== undefined) {
      throw new Error(
        `${relation.name} has no column ${unknown}. ${didYouMean(unknown, names) ?? ''}`,
      )
    }
    const values = columns.map(({ name, type }) => {
      const value = row[name] ?? null
      return value === null ? 'null' : `cast(${literal(value)} as ${type})`
    })
    await engine.run(`insert into ${tableOf(relation)} values (${values.join(', ')})`)
  }
}

/** Reads rows as text, sorted by their text; floating point to a millionth. */
const textOf = async (
  engine: Engine,
  model: Relation,
  columns: readonly string[],
  table: string,
): Promise<CaseRow[]> => {
  const types = model.header.columns
  const items = columns.map((column) => {
    const name = identifier(column)
    const value = types[column]?.type === 'DOUBLE' ? `round(${name}, 6)` : name
    return `cast(${value} as varchar) as ${name}`
  })
  const rows = await engine.all<Record<string, string | null>>(
    `select ${items.join(', ')} from ${table}`,
  )
  return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
