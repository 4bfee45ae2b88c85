import type { ColumnRule, Kind } from '../column-rule.ts'
import { npiPrefixSum, openEnds } from '../read-text.ts'
import { states } from '../states.ts'
import { literal } from '../../engine/engine.ts'

/**
 * SQL that reads one kind of column, in steps that are nested queries, so that nothing is computed
 * twice: `text` is the trimmed text, `cast` a cheap first attempt, `read` the value or null, `value`
 * what is kept. Values in their usual spelling need no regular expression.
 */
export interface Reading {
  readonly type: string
  cast?(text: string): string
  read(text: string, cast: string): string
  value?(read: string): string
}

const blanks = String.raw`e' \t\r\n'`

/**
 * SQL for the text without blanks around it, or null. Most text has none, and a test is cheaper than a
 * trim; four tests of the end are cheaper than one of the last character (`text[-1]`).
 */
export const tidied = (text: string): string => {
  const ends = [' ', '\\t', '\\r', '\\n'].map((blank) => `ends_with(${text}, e'${blank}')`)
  return `case when ${text} < '!' or ${ends.join(' or ')} then nullif(trim(${text}, ${blanks}), '') else ${text} end`
}

const matches = (text: string, pattern: string): string =>
  `regexp_full_match(${text}, ${literal(pattern)})`

/** Returns the right side of an `in` for some values. */
export const among = (values: readonly string[]): string => `(${values.map(literal).join(', ')})`

const timestamp = String.raw`\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|[+-]\d{2}(:?\d{2})?))?`

/** A date that casts back to its own text is ISO, whatever else the engine's cast accepts. */
const date: Reading = {
  type: 'DATE',
  cast: (text) => `try_cast(${text} as date)`,
  read: (text, cast) =>
    `case when cast(${cast} as varchar) = ${text} and ${cast} between date '0001-01-01' and date '9999-12-31' then ${cast} ` +
    `when length(${text}) > 10 and ${matches(text, timestamp)} and substr(${text}, 1, 4) > '0000' ` +
    `then try_cast(substr(${text}, 1, 10) as date) end`,
}

/** Tries `narrow` first: it holds nearly every number, and a cast to 38 digits takes 1.5 µs. */
const decimal = (type: string, narrow = type): Reading => ({
  type,
  cast: (text) =>
    narrow === type
      ? `try_cast(${text} as ${type})`
      : `coalesce(try_cast(${text} as ${narrow}), try_cast(${text} as ${type}))`,
  // The engine's cast accepts underscores between digits; whatever else it accepts is a number.
  read: (text, cast) => `case when not contains(${text}, '_') then ${cast} end`,
})

const digit = (npi: string, place: number): string => `(${npi} // ${10 ** place} % 10)`

const luhnSum = (npi: string): string => {
  const doubled = [9, 7, 5, 3, 1].map((place) => `2 * ${digit(npi, place)}`)
  const parts = doubled.map((twice) => `(${twice}) // 10 + (${twice}) % 10`)
  return [npiPrefixSum, ...parts, ...[8, 6, 4, 2, 0].map((place) => digit(npi, place))].join(' + ')
}

const stateOf = (text: string): string => {
  const named = Object.entries(states).map(
    ([code, name]) => `when ${literal(name.toUpperCase())} then ${literal(code)}`,
  )
  return `case when upper(${text}) in ${among(Object.keys(states))} then upper(${text}) else case upper(${text}) ${named.join(' ')} end end`
}

/** The reading of each kind. That of an enum depends on its values. */
export const readings: Readonly<Record<Exclude<Kind, 'enum'>, Reading>> = {
  text: { type: 'VARCHAR', read: (text) => text },
  date,
  'end-date': {
    ...date,
    value: (read) => `case when ${read} not in ${among(openEnds)} then ${read} end`,
  },
  integer: {
    type: 'INTEGER',
    cast: (text) => `try_cast(${text} as integer)`,
    read: (text, cast) =>
      `case when cast(${cast} as varchar) = ${text} or ${matches(text, String.raw`[+-]?\d+(\.0*)?`)} then ${cast} end`,
  },
  number: {
    type: 'DOUBLE',
    cast: (text) => `try_cast(${text} as double)`,
    read: (text, cast) =>
      `case when isfinite(${cast}) and ${matches(text, String.raw`[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`)} then ${cast} end`,
  },
  amount: decimal('DECIMAL(18,2)'),
  version: decimal('DECIMAL(38,6)', 'DECIMAL(18,6)'),
  'usps-state': { type: 'VARCHAR', read: stateOf },
  zip: {
    type: 'VARCHAR',
    read: (text) =>
      `case when ${matches(text, String.raw`\d{5}(-?\d{4})?`)} then substr(${text}, 1, 5) end`,
  },
  'county-fips': {
    type: 'VARCHAR',
    read: (text) => `case when ${matches(text, String.raw`\d{5}`)} then ${text} end`,
  },
  npi: {
    type: 'VARCHAR',
    cast: (text) =>
      `case when ${matches(text, String.raw`\d{10}`)} then cast(${text} as bigint) end`,
    // Most claims have no NPI, and the sum costs more than reading a date.
    read: (text, cast) =>
      `case when ${cast} is not null and (${luhnSum(cast)}) % 10 = 0 then ${text} end`,
  },
}

/** Reads one of the listed values; anything else is the default or null. */
export const enumReading = ({ values = [], fallback }: ColumnRule): Reading => ({
  type: 'VARCHAR',
  read: (text) =>
    `case when ${text} in ${among(values)} then ${text} else ${fallback === undefined ? 'null' : literal(fallback)} end`,
})

/** Reads the distinct items of a list, sorted, each by `item`; null for an empty list. */
export const listReading = (item: Reading): Reading => ({
  type: 'VARCHAR[]',
  cast: (text) =>
    `list_filter(list_transform(string_split(${text}, '|'), lambda item: ${tidied('item')}), lambda item: item is not null)`,
  read: (_text, cast) => `list_transform(${cast}, lambda item: ${item.read('item', 'item')})`,
  value: (read) => `case when len(${read}) > 0 then list_sort(list_distinct(${read})) end`,
})
