import { literal } from '../../../engine/engine.ts'
import type { CsvRecord } from './csv-record.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'
import { maxRecordBytes } from '../delivery/max-record.ts'
import type { Dialect } from './opened.ts'

const lineEnds = { '\n': '\\n', '\r\n': '\\r\\n', '\r': '\\r' } as const

/**
 * Every record passes the `where`, which makes the engine read all columns: a fault in one behind
 * those that it reads brings it down (duckdb 1.5: `Attempted to access index 3 within vector of size 3`).
 */
export const csvReader = (
  file: DeliveredFile,
  path: string,
  { encoding, quote }: Dialect,
  delimiter: string,
  header: CsvRecord,
  faults: string | undefined,
): string => {
  const columns = header.fields.map((_, at) => `c${at + 1}: 'VARCHAR'`)
  const options = [
    'auto_detect = false',
    'header = true',
    `skip = ${header.blankLines}`,
    `delim = ${literal(delimiter)}`,
    `quote = ${literal(quote)}`,
    `escape = ${literal(quote)}`,
    ...(header.lineEnd ? [`new_line = '${lineEnds[header.lineEnd]}'`] : []),
    `encoding = '${encoding}'`,
    `compression = '${file.gzip ? 'gzip' : 'none'}'`,
    `columns = {${columns.join(', ')}}`,
    ...faultOptions(faults),
  ]
  return `(select row_number() over () as "#record", false as "#malformed", *
    from read_csv(${literal(path)}, ${options.join(', ')})
    where coalesce(${header.fields.map((_, at) => `c${at + 1}`).join(', ')}, '') is not null)`
}

/**
 * What becomes of records that can't be taken apart: they are kept in a table, every one. Also where
 * nobody asks for them: told to pass them over (`ignore_errors`), the engine drops records after a
 * broken quote in silence.
 */
export const faultOptions = (faults = passedOver): string[] => [
  `max_line_size = ${maxRecordBytes}`,
  'store_rejects = true',
  'rejects_limit = 0',
  `rejects_table = ${literal(faults)}`,
  `rejects_scan = ${literal(`${faults}_scan`)}`,
]

/** The table of the faults of files that are read again, which were told already. */
export const passedOver = 'passed_over'
