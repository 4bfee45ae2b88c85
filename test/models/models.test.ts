import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { findOnDemand, findRelations, relationNamed } from '../../src/models/find.ts'
import { rawRelations } from '../../src/night/ingest/reading/raw-relations.ts'
import { readCases, runCase } from './case.ts'
import { defaults } from './defaults.ts'
import { openTestEngine } from './build-context.ts'

const folder = fileURLToPath(new URL('./', import.meta.url))
const found = [...findRelations(), ...findOnDemand()]
const all = [...rawRelations(), ...found]
const engine = await openTestEngine()
afterAll(() => engine.close())

const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))

describe.each(files.map((file) => file.replace('.yaml', '')))('%s', (name) => {
  const model = relationNamed(name, found)
  test.each(readCases(`${folder}${name}.yaml`))('$name', async (given) => {
    const { expected, found: rows } = await runCase(engine, model, all, defaults, given)
    expect(rows).toEqual(expected)
  })
})

test('every SQL model has cases, except unions, which have no query of their own', () => {
  const without = found
    .filter(({ header }) => !header.union)
    .filter(({ sql, name }) => sql !== undefined && !existsSync(`${folder}${name}.yaml`))
    .map(({ name }) => name)
  expect(without).toEqual([])
})
