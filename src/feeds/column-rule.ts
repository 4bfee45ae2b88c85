import { z } from 'zod'
import { ConfigError } from '../base/errors.ts'
import type { ListTarget } from './columns.ts'
import type { FeedContract } from './contract.ts'

/** What a column holds, by the contract's JSON Schema. */
export type Kind =
  | 'text'
  | 'enum'
  | 'date'
  | 'end-date'
  | 'integer'
  | 'number'
  | 'amount'
  | 'version'
  | 'usps-state'
  | 'zip'
  | 'county-fips'
  | 'npi'

/** One column's part of a contract, as plain data. */
export interface ColumnRule {
  readonly name: string
  /** For a list, the kind of its items. */
  readonly kind: Kind
  /** Whether the column must be given; false where it has a default. */
  readonly required: boolean
  readonly meaning: string
  readonly fallback?: string
  readonly values?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly list?: ListTarget
}

type Json = Readonly<Record<string, unknown>>

const keywords = new Set(
  'type format enum default minimum maximum minItems items list description'.split(' '),
)
const rootKeywords = new Set(
  '$schema type properties required additionalProperties key checks correction'.split(' '),
)

const kinds: Readonly<Record<string, Kind>> = {
  string: 'text',
  'string date': 'date',
  'string end-date': 'end-date',
  'string usps-state': 'usps-state',
  'string zip': 'zip',
  'string county-fips': 'county-fips',
  'string npi': 'npi',
  integer: 'integer',
  number: 'number',
  'number amount': 'amount',
  'number version': 'version',
}

const unknown = (where: string, construct: string): ConfigError =>
  new ConfigError(
    `The contract of ${where} uses ${construct}, which the contract compiler does not support.`,
    'Use the kinds of column in src/feeds/columns.ts, or add the new kind to src/feeds/column-rule.ts and src/feeds/sql/reading.ts.',
  )

const onlyKnown = (where: string, schema: Json, known: ReadonlySet<string>): void => {
  const strange = Object.keys(schema).find((keyword) => !known.has(keyword))
  if (strange) throw unknown(where, `"${strange}"`)
}

const kindOf = (where: string, schema: Json): Kind => {
  if (schema['enum']) return 'enum'
  const type = [schema['type'], schema['format']].filter(Boolean).join(' ')
  const kind = kinds[type]
  if (!kind) throw unknown(where, `"${type || 'anything'}"`)
  return kind
}

/** Returns a limit, unless it is just that of the type itself. */
const limit = (value: unknown): number | undefined =>
  typeof value !== 'number' || value === -2147483648 || value === 2147483647 ? undefined : value

const given = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never

const columnRule = (feed: string, name: string, schema: Json, required: boolean): ColumnRule => {
  const where = `${feed}.${name}`
  onlyKnown(where, schema, keywords)
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw unknown(where, 'a name that is not in snake case')
  const isList = schema['type'] === 'array'
  if (isList !== 'list' in schema) throw unknown(where, 'a list without a relation for its items')
  if (isList && ![undefined, 1].includes(schema['minItems'] as number | undefined))
    throw unknown(where, `a list of at least ${schema['minItems']}`)
  if ('default' in schema && !schema['enum'])
    throw unknown(where, 'a default without listed values')
  const item = isList ? (schema['items'] as Json) : schema
  if (isList) onlyKnown(`${where}'s items`, item, new Set(['type', 'format']))
  return {
    name,
    kind: kindOf(where, item),
    required: required && !('default' in schema),
    meaning: String(schema['description'] ?? ''),
    ...given({
      fallback: schema['default'] as string | undefined,
      values: schema['enum'] as readonly string[] | undefined,
      minimum: limit(schema['minimum']),
      maximum: limit(schema['maximum']),
      list: schema['list'] as ListTarget | undefined,
    }),
  } as ColumnRule
}

const jsonSchema = ({ name, schema }: FeedContract): Json => {
  try {
    return z.toJSONSchema(schema, { io: 'output', unrepresentable: 'throw' })
  } catch (error) {
    throw unknown(name, `a construct without a JSON Schema (${(error as Error).message})`)
  }
}

/**
 * Lists a contract's columns, in its order. Throws a ConfigError for a construct that cannot be
 * compiled to SQL and documented.
 */
export const columnRules = (feed: FeedContract): readonly ColumnRule[] => {
  const schema = jsonSchema(feed)
  onlyKnown(feed.name, schema, rootKeywords)
  const required = (schema['required'] ?? []) as readonly string[]
  return Object.entries(schema['properties'] as Record<string, Json>).map(([name, column]) =>
    columnRule(feed.name, name, column, required.includes(name)),
  )
}
