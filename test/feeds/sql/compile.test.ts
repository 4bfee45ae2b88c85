import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { integer, list, text } from '../../../src/feeds/columns.ts'
import { feed } from '../../../src/feeds/contract.ts'
import { feeds } from '../../../src/feeds/index.ts'
import { ConfigError } from '../../../src/base/errors.ts'
import { compileContract } from '../../../src/feeds/sql/compile.ts'

const withColumn = (odd: z.ZodType) =>
  feed({
    name: 'links',
    summary: 'A feed for this test.',
    grain: 'row',
    key: ['id'],
    delivery: 'snapshot',
    required: false,
    columns: { id: text(), odd },
  })

const compile = (odd: z.ZodType) => () => compileContract(withColumn(odd))

describe('a contract with a construct that the compiler does not support is an error at the start', () => {
  test.each<[string, z.ZodType]>([
    ['a refinement', text().refine((value) => value !== 'x')],
    ['a refinement after reading', integer().refine((value) => value !== 3)],
    ['a transform', text().transform((value) => value.slice(1))],
    ['a transform before reading', text().transform(Number).pipe(z.int())],
    ['an overwrite', text().toLowerCase()],
    ['a pattern', z.string().regex(/x/)],
    ['a format of its own', z.stringFormat('colour', () => true)],
    ['a greatest length', text().max(3)],
    ['a type', z.boolean()],
    ['a union', z.union([z.string(), z.number()])],
    ['a multiple', z.number().multipleOf(5)],
    ['a number without 32 bits', z.bigint()],
    ['a list without a relation', z.array(z.string())],
    ['an unknown word in its meta', text().meta({ colour: 'red' })],
    ['a fallback for wrong values', text().catch('x')],
    ['a default of free text', text().default('x')],
    ['a rule on items', list(text().max(2), { relation: 'x', value: 'y' })],
  ])('%s', (_, odd) => {
    expect(compile(odd)).toThrow(ConfigError)
    expect(compile(odd)).toThrow(/links\.odd|links/)
  })

  test('a check of the whole row that is not data', () => {
    const contract = withColumn(text())
    const schema = contract.schema.refine(() => true)
    expect(() => compileContract({ ...contract, schema })).toThrow(ConfigError)
  })

  test('a name that is not in snake case', () => {
    const contract = feed({ ...withColumn(text()), columns: { id: text(), 'Odd Name': text() } })
    expect(() => compileContract(contract)).toThrow(/snake case/)
  })
})

describe('every feed', () => {
  test.each(feeds)('$name compiles, with a key of its own columns', (contract) => {
    const sql = compileContract(contract)
    expect(Object.keys(contract.columns)).toEqual(expect.arrayContaining([...sql.keyColumns]))
  })
})

test('lists are no columns of the feed and name where their items go', () => {
  const providers = feeds.find(({ name }) => name === 'providers')
  const sql = providers && compileContract(providers)
  expect(sql?.columns.map(({ name }) => name)).not.toContain('license_states')
  expect(sql?.lists).toContainEqual({
    column: 'license_states',
    relation: 'provider_licence',
    keyColumns: ['provider_id'],
    valueColumn: 'state',
  })
})
