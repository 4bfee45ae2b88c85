import { CsvError, parse } from 'csv-parse/sync'
import type { CsvDialect } from './csv-dialect.ts'
import type { FieldDialect } from './file-format.ts'

/** The first record of a CSV file that is not blank. */
export interface CsvRecord {
  readonly fields: readonly string[]
  /** Blank lines before it. */
  readonly blankLines: number
  /** The line end after it; undefined where the file ends with it. */
  readonly lineEnd: '\n' | '\r\n' | '\r' | undefined
  /** Offset of the byte after it and its line end. */
  readonly end: number
}

/**
 * Returns the fields of texts that are one record each. Parsing them all at once is a hundred times
 * faster than one by one, but works only where every quote is closed.
 */
export const recordsOf = (
  texts: readonly string[],
  dialect: FieldDialect,
): (readonly string[])[] => {
  if (texts.length === 0) return []
  const utf8 = { ...dialect, encoding: 'utf-8' } as const
  const lines = texts.map((text) => text.replace(/[\r\n]+$/, ''))
  try {
    const records = parsed(Buffer.from(lines.join('\n')), utf8, dialect.quote, texts.length)
    if (areOneEach(records, lines)) return records.map(({ record }) => record)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
  }
  return lines.map((line) => firstRecord(Buffer.from(line), utf8)?.fields ?? [])
}

/** Compares where they end: two texts may run into each other where a third one is two records. */
const areOneEach = (records: readonly Parsed[], lines: readonly string[]): boolean => {
  let end = -1
  return lines.every((line, at) => {
    end += Buffer.byteLength(line) + 1
    const isLast = at === lines.length - 1
    return records[at]?.info.bytes === (isLast ? end : end + 1)
  })
}

interface Parsed {
  readonly record: string[]
  readonly info: { readonly bytes: number; readonly empty_lines: number }
}

/**
 * Reads the first record, quoted line ends included. Returns undefined where all lines are blank.
 * Trims blanks around fields. In a record with an unclosed quote, quotes are plain text.
 */
export const firstRecord = (bytes: Buffer, dialect: CsvDialect): CsvRecord | undefined => {
  const [first] = parsedQuotes(bytes, dialect)
  if (!first) return undefined
  const { record, info } = first
  return {
    fields: record,
    blankLines: info.empty_lines,
    lineEnd: lineEndBefore(bytes, info.bytes),
    end: info.bytes,
  }
}

const parsedQuotes = (bytes: Buffer, dialect: CsvDialect): Parsed[] => {
  try {
    return parsed(bytes, dialect, dialect.quote)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return parsed(bytes, dialect, null)
  }
}

const parsed = (
  bytes: Buffer,
  { delimiter, encoding }: CsvDialect,
  quote: string | null,
  most = 1,
): Parsed[] =>
  parse(bytes, {
    delimiter,
    quote,
    escape: quote,
    encoding: encoding === 'latin-1' ? 'latin1' : 'utf8',
    bom: encoding === 'utf-8',
    to: most,
    trim: true,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    // Also within quotes; and what is sent as Latin-1 is often Windows-1252.
    cast: (field) => (encoding === 'latin-1' ? windows1252(field) : field).trim(),
  }) as unknown as Parsed[]

const windows1252 = (field: string): string =>
  new TextDecoder('windows-1252').decode(Buffer.from(field, 'latin1'))

const lineEndBefore = (bytes: Buffer, end: number): CsvRecord['lineEnd'] => {
  const last = bytes.toString('latin1', Math.max(0, end - 2), end)
  if (last === '\r\n') return last
  return last.endsWith('\n') ? '\n' : last.endsWith('\r') ? '\r' : undefined
}
