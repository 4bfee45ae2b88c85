import { errorCode } from '../base/error-code.ts'
import { InputRefused } from '../base/errors.ts'
import { looseName } from './column-name.ts'
import type { CsvDialect, CsvOptions } from './csv-dialect.ts'
import { type CsvRecord, firstRecord } from './csv-record.ts'
import { fileHead } from './file-head.ts'
import type { OpenRequest, SourceFile } from './file-format.ts'

/** The header of a CSV file and how the file is written. */
export interface CsvHeader {
  readonly record: CsvRecord
  readonly dialect: CsvDialect
  /** Whether it has known names and nothing of the rows below it. */
  readonly hasHeader: boolean
}

/** The first bytes of a file, with the column names to find in them. */
interface Head {
  readonly bytes: Buffer
  readonly options: CsvOptions
  readonly known: ReadonlySet<string>
}

const detected = [',', '|', '\t']
const others = [';', '^', '~', ':', '!', '#', '\x01', '\x1f']

/** Reads the header of a CSV file and detects the delimiter where the pipeline file sets none. */
export const readCsvHeader = async ({
  file,
  path,
  options,
  known,
}: OpenRequest<CsvOptions>): Promise<CsvHeader> => {
  const bytes = await readHead(file, path)
  refuseUtf16(file, bytes)
  const head = { bytes, options, known }
  const dialect = { ...options, delimiter: options.delimiter ?? bestOf(detected, head).delimiter }
  const record = firstRecord(bytes, dialect)
  if (!record) {
    throw new InputRefused(
      `Expected a header line in ${file.key}, found an empty file.`,
      'Have the file sent again. A delivery without rows still has its header line.',
    )
  }
  if (record.fields.some((name) => name.includes('\ufffd'))) {
    throw new InputRefused(
      `Expected UTF-8 in ${file.key}, found other bytes in its header line.`,
      'If the file is Latin-1, set `encoding: latin-1` for this feed in the pipeline file.',
    )
  }
  const matches = countKnown(record, known)
  if (matches < 2) refuseOtherDelimiter(file, head, dialect.delimiter, matches)
  const hasHeader = matches >= Math.min(2, known.size) && isWholeHeader(record, bytes, dialect)
  return { record, dialect, hasHeader }
}

const readHead = async (file: SourceFile, path: string): Promise<Buffer> => {
  try {
    return await fileHead(path, file.gzip)
  } catch (error) {
    if (!errorCode(error).startsWith('Z_')) throw error
    throw new InputRefused(
      `Expected a gz file at ${file.key}, found a truncated one or another kind of file.`,
      'Have the file sent again.',
    )
  }
}

const refuseUtf16 = ({ key }: SourceFile, [first, second]: Buffer): void => {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new InputRefused(
      `Expected UTF-8 in ${key}, found UTF-16.`,
      'Save the file as UTF-8 and drop it into the inbox again.',
    )
  }
}

/**
 * A header with more or fewer fields than the record below it may contain that record's values, where
 * a line end was lost. So may a header with quotes or control characters in its names.
 */
const isWholeHeader = (header: CsvRecord, bytes: Buffer, dialect: CsvDialect): boolean => {
  const isOdd = (name: string): boolean => name.includes(dialect.quote) || /\p{Cc}/u.test(name)
  if (header.fields.some(isOdd)) return false
  const below = firstRecord(bytes.subarray(header.end), dialect)
  return below?.fields.length === header.fields.length
}

const countKnown = (record: CsvRecord | undefined, known: ReadonlySet<string>): number =>
  record?.fields.filter((name) => known.has(looseName(name))).length ?? 0

/** Returns the delimiter under which the header has the most known names; the first of equals. */
const bestOf = (
  delimiters: readonly string[],
  { bytes, options, known }: Head,
): { readonly delimiter: string; readonly matches: number } =>
  delimiters
    .map((delimiter) => {
      const record = firstRecord(bytes, { ...options, delimiter })
      return { delimiter, matches: countKnown(record, known) }
    })
    .reduce((best, next) => (next.matches > best.matches ? next : best))

const refuseOtherDelimiter = (
  file: SourceFile,
  head: Head,
  delimiter: string,
  matches: number,
): void => {
  const better = bestOf([...detected, ...others], head)
  if (better.matches <= matches || better.matches < 2) return
  const expected = head.options.delimiter === undefined ? 'comma, pipe or tab' : nameOf(delimiter)
  throw new InputRefused(
    `Expected columns separated by ${expected} in ${file.key}, found them separated by ${nameOf(better.delimiter)}.`,
    `Set \`delimiter: ${JSON.stringify(better.delimiter)}\` for this feed in the pipeline file.`,
  )
}

const delimiterNames: Readonly<Record<string, string>> = { ',': 'comma', '|': 'pipe', '\t': 'tab' }

const nameOf = (delimiter: string): string => delimiterNames[delimiter] ?? JSON.stringify(delimiter)
