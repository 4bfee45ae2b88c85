import fc from 'fast-check'
import type { z } from 'zod'
import type { FeedContract } from '../../../src/feeds/contract.ts'
import { columnRules, type ColumnRule } from '../../../src/feeds/column-rule.ts'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'
import { literal, type Engine, type Row } from '../../../src/engine/engine.ts'
import type { ContractSql } from '../../../src/feeds/sql/contract-sql.ts'

/** A delivered row: text by column, null for a missing column. */
export type TextRow = Readonly<Record<string, string | null>>

export const openEngine = (spool: string): Promise<Engine> => openDuckDb({ spool, threads: 1 })

/** Checks rows with the compiled SQL. Results come in the order of the rows. */
export const judgeInSql = async (
  engine: Engine,
  feed: FeedContract,
  sql: ContractSql,
  rows: readonly TextRow[],
): Promise<Row[]> => {
  const columns = Object.keys(feed.columns)
  const cells = (row: TextRow) =>
    columns.map((name) => {
      const text = row[name] ?? null
      return text === null ? 'null::varchar' : literal(text)
    })
  const tuples = rows.map((row, record) => `(${[record, ...cells(row)].join(', ')})`)
  const source = `(select * from (values ${tuples.join(', ')}) as t(${['record', ...columns].join(', ')}))`
  return engine.all(`select * from (${sql.checked(source, ['record'])}) order by record`)
}

/** Checks a row with the zod schema. Returns the first reason in contract order, or null. */
export const judgeInZod = (feed: FeedContract, row: TextRow): string | null => {
  const { error } = feed.schema.safeParse(row)
  const order = Object.keys(feed.columns)
  const reasons = (error?.issues ?? []).map(({ message, path }: z.core.$ZodIssue) => ({
    code: message,
    at: order.indexOf(String(path[0])),
  }))
  const [first] = reasons.toSorted((one, other) => one.at - other.at)
  return first ? `${first.code}:${order[first.at]}` : null
}

const good: Readonly<Record<ColumnRule['kind'], readonly string[]>> = {
  text: ['A1', "O'Hara", '=cmd()', 'a/b', 'line\nbreak', '"', 'é', 'NULL'],
  enum: [],
  date: ['2024-01-31', '2024-02-29', '2024-01-31T23:59:59Z', '2024-01-31 10:00', '0001-01-01'],
  'end-date': ['2024-12-31', '9999-12-31', '2299-12-31', '2299-12-31T00:00:00', '2023-01-01'],
  integer: ['0', '1', '+7', '007', '12.0', '3.', '2147483647', '-1', '-0'],
  number: ['0', '1.5', '-86.158', '.5', '1e1', '39.76'],
  amount: ['0', '85.20', '1e2', '0.005', '12', '.5'],
  version: ['1', '2', '10', '1.5', '20240101123000123456'],
  'usps-state': ['IN', 'ky', 'Indiana', 'NEW YORK', 'district of columbia', 'PR'],
  zip: ['46204', '462041234', '46204-1234', '00501'],
  'county-fips': ['18097', '01001'],
  npi: ['1234567893', '1679576722', '1000000004'],
}

const broken = [
  '2026-02-30', '02/03/2026', '2024-1-5', '2024/01/05', '2024-01-1x', '-024-01-05', '0000-01-01',
  '12024-01-05', '20240131', '2024-01-31T', '2024-01-31Tnoon', '0025-01-05 (BC)', 'infinity', 'epoch',
  '1_000', '0x1F', '1e400', 'nan', 'inf', '+-1', '--1', '.', '-', '1.5', '1e', '1,000', 'true', '-5',
  '2147483648', '-2147483649', '99999999999999999999', '1e17', '1e33', '91', '-181', '200', '0b1',
  'XX', 'Z', '7', '8', 'y', 'PAID', 'reversed', '1234567890', '123456789', '+123456789', '4620', '462O4',
  '46204-', '|', ' | ', 'IN|XX', 'IN|Indiana', '46204|4620', 'a|b|a', '１２', "'", ';', '١',
] // prettier-ignore

const padding = ['', ' ', '\t', '\r', '\n', '  \r\n']

/** Text for a column: mostly valid, sometimes invalid, absent, empty or between blanks. */
const textFor = (rule: ColumnRule): fc.Arbitrary<string | null> => {
  const right = fc.constantFrom(...(rule.values ?? good[rule.kind]))
  const items = rule.list ? fc.array(right, { maxLength: 3 }).map((some) => some.join('|')) : right
  const odd = fc.oneof(fc.constantFrom(...broken), fc.constantFrom(...Object.values(good).flat()))
  const text = fc.oneof({ weight: 20, arbitrary: items }, { weight: 1, arbitrary: odd })
  const padded = fc
    .tuple(fc.constantFrom(...padding), text, fc.constantFrom(...padding))
    .map((parts) => parts.join(''))
  return fc.oneof(
    { weight: 30, arbitrary: text },
    { weight: 3, arbitrary: padded },
    { weight: rule.required ? 1 : 6, arbitrary: fc.constantFrom(null, '', ' ') },
  )
}

/** Rows of a feed, some valid and some invalid in any column. */
export const rowsOf = (feed: FeedContract): fc.Arbitrary<TextRow[]> => {
  const columns = Object.fromEntries(columnRules(feed).map((rule) => [rule.name, textFor(rule)]))
  return fc.array(fc.record(columns), { minLength: 1, maxLength: 40 })
}
