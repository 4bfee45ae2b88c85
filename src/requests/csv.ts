import { CsvError, parse } from 'csv-parse/sync'

interface CsvRecord {
  /** Number of its first line, from 1. */
  readonly line: number
  readonly cells: string[]
}

interface Parsed {
  readonly record: string[]
  readonly raw: string
  readonly info: { readonly bytes: number }
}

/**
 * Reads the records of a CSV text. Blanks around a cell and records without a value are dropped.
 * Where the text is no CSV, as with a quote that is never closed, returns the line of the fault.
 */
export const parseCsv = (text: string): CsvRecord[] | { readonly faultyLine: number } => {
  const bytes = Buffer.from(text)
  const lineAt = lineCounter(bytes)
  try {
    return parsed(bytes).map(({ record, raw, info }) => ({
      line: lineAt(info.bytes - Buffer.byteLength(raw.trimStart())),
      cells: record,
    }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { faultyLine: lineAt(Number(error['bytes'])) }
  }
}

/**
 * Counts lines up to offsets that never go back. The parser's own count takes a quoted CRLF for two.
 */
const lineCounter = (bytes: Buffer): ((offset: number) => number) => {
  let [line, at] = [1, 0]
  return (offset) => {
    for (; at < offset; at++) if (bytes[at] === LF) line += 1
    return line
  }
}

const LF = 10

const parsed = (bytes: Buffer): Parsed[] =>
  parse(bytes, {
    trim: true,
    info: true,
    raw: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  }) as unknown as Parsed[]
