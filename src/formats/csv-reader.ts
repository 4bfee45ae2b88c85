import { literal } from '../engine/engine.ts'
import type { CsvHeader } from './csv-header.ts'
import { maxRecordBytes } from './max-record.ts'

const lineEnds = { '\n': '\\n', '\r\n': '\\r\\n', '\r': '\\r' } as const

/** A CSV file to read, and the table that takes its faulty records. */
interface CsvSource extends CsvHeader {
  readonly path: string
  readonly gzip: boolean
  readonly faults: string | undefined
}

/**
 * Returns the query that reads a CSV. Its `where` always holds: it makes the engine read all columns,
 * because a fault in one behind those that it reads crashes it (duckdb 1.5: `Attempted to access
 * index 3 within vector of size 3`).
 */
export const csvReader = ({ path, gzip, record, dialect, faults }: CsvSource): string => {
  const names = record.fields.map((_, at) => `c${at + 1}`)
  const options = [
    'auto_detect = false',
    'header = true',
    `skip = ${record.blankLines}`,
    `delim = ${literal(dialect.delimiter)}`,
    `quote = ${literal(dialect.quote)}`,
    `escape = ${literal(dialect.quote)}`,
    ...(record.lineEnd ? [`new_line = '${lineEnds[record.lineEnd]}'`] : []),
    `encoding = '${dialect.encoding}'`,
    `compression = '${gzip ? 'gzip' : 'none'}'`,
    `columns = {${names.map((name) => `${name}: 'VARCHAR'`).join(', ')}}`,
    ...faultOptions(faults),
  ]
  return `(select row_number() over () as "#record", false as "#malformed", *
    from read_csv(${literal(path)}, ${options.join(', ')})
    where coalesce(${names.join(', ')}, '') is not null)`
}

/**
 * Reader options that keep every record that cannot be parsed in a table. They are set even where no
 * one reads that table: with `ignore_errors` instead, the engine silently drops records after a
 * broken quote.
 */
export const faultOptions = (faults = skippedFaults): string[] => [
  `max_line_size = ${maxRecordBytes}`,
  'store_rejects = true',
  'rejects_limit = 0',
  `rejects_table = ${literal(faults)}`,
  `rejects_scan = ${literal(`${faults}_scan`)}`,
]

/** The table for faults of files that are read a second time, which were reported the first time. */
export const skippedFaults = 'passed_over'
