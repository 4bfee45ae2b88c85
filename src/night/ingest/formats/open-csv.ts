import { InputRefused } from '../../../base/errors.ts'
import { type CsvRecord, firstRecord } from './csv-record.ts'
import { csvReader } from './csv-reader.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'
import { fileHead } from './file-head.ts'
import { forgiving } from './column-name.ts'
import type { Dialect, OpenFile } from './opened.ts'
import { errorCode } from '../../../base/error-code.ts'

const usual = [',', '|', '\t']
const others = [';', '^', '~', ':', '!', '#', '\x01', '\x1f']
const spoken: Readonly<Record<string, string>> = { ',': 'comma', '|': 'pipe', '\t': 'tab' }
const speak = (delimiter: string): string => spoken[delimiter] ?? JSON.stringify(delimiter)

/** Reads a CSV's header and finds how its columns and lines are separated. */
export const openCsv = async (
  file: DeliveredFile,
  path: string,
  dialect: Dialect,
  known: ReadonlySet<string>,
): Promise<OpenFile> => {
  const head = await readHead(file, path)
  refuseUtf16(file, head)
  const delimiter = dialect.delimiter ?? detect(head, usual, dialect, known).delimiter
  const header = firstRecord(head, { ...dialect, delimiter })
  if (!header) {
    throw new InputRefused(
      `Expected a header line in ${file.key}, found an empty file.`,
      'Ask for it to be sent again; a delivery without rows has a header line.',
    )
  }
  if (header.fields.some((name) => name.includes('\ufffd'))) {
    throw new InputRefused(
      `Expected UTF-8 in ${file.key}, found a header line that is not.`,
      'If the file is Latin-1, say `encoding: latin-1` for this feed in the pipeline file.',
    )
  }
  const matches = countKnown(header, known)
  if (matches < 2) refuseOtherDelimiter(file, head, delimiter, dialect, known, matches)
  return openedCsv(file, path, {
    delimiter,
    columns: header.fields.map((name, at) => ({ name, text: `c${at + 1}` })),
    hasHeader: matches >= Math.min(2, known.size) && isOfItsRows(head, header, delimiter, dialect),
    dialect,
    header,
  })
}

interface CsvFacts extends Required<Pick<OpenFile, 'delimiter' | 'columns' | 'hasHeader'>> {
  readonly dialect: Dialect
  readonly header: CsvRecord
}

const openedCsv = (file: DeliveredFile, path: string, facts: CsvFacts): OpenFile => {
  const { dialect, header, ...rest } = facts
  const { lineEnd, blankLines } = header
  const hasLines = !file.gzip && dialect.encoding === 'utf-8' && blankLines === 0
  const end = hasLines && lineEnd !== '\r' ? lineEnd : undefined
  return {
    file,
    path,
    ...rest,
    reader: (faults) => csvReader(file, path, dialect, rest.delimiter, header, faults),
    ...(end && {
      lines: {
        end,
        of: (other) => openedCsv(file, other, facts),
      },
    }),
  }
}

/**
 * A header that is wider or narrower than the record below it may have swallowed that record's
 * values, where a line end got lost; so may one with names that nobody gives.
 */
const isOfItsRows = (
  head: Buffer,
  header: CsvRecord,
  delimiter: string,
  dialect: Dialect,
): boolean => {
  if (header.fields.some((name) => name.includes(dialect.quote) || /\p{Cc}/u.test(name)))
    return false
  const below = firstRecord(head.subarray(header.end), { ...dialect, delimiter })
  return below?.fields.length === header.fields.length
}

const readHead = async (file: DeliveredFile, path: string): Promise<Buffer> => {
  try {
    return await fileHead(path, file.gzip)
  } catch (error) {
    if (!errorCode(error).startsWith('Z_')) throw error
    throw new InputRefused(
      `Expected a gz file at ${file.key}, found one that is cut or none at all.`,
      'Ask for it to be sent again.',
    )
  }
}

const refuseUtf16 = (file: DeliveredFile, [first, second]: Buffer): void => {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new InputRefused(
      `Expected UTF-8 in ${file.key}, found UTF-16.`,
      'Save the file as UTF-8 and drop it again.',
    )
  }
}

const countKnown = (header: CsvRecord | undefined, known: ReadonlySet<string>): number =>
  header?.fields.filter((name) => known.has(forgiving(name))).length ?? 0

const detect = (
  head: Buffer,
  candidates: readonly string[],
  dialect: Dialect,
  known: ReadonlySet<string>,
): { delimiter: string; matches: number } =>
  candidates
    .map((delimiter) => ({
      delimiter,
      matches: countKnown(firstRecord(head, { ...dialect, delimiter }), known),
    }))
    .reduce((best, next) => (next.matches > best.matches ? next : best))

const refuseOtherDelimiter = (
  file: DeliveredFile,
  head: Buffer,
  delimiter: string,
  dialect: Dialect,
  known: ReadonlySet<string>,
  matches: number,
): void => {
  const found = detect(head, [...usual, ...others], dialect, known)
  if (found.matches <= matches || found.matches < 2) return
  const expected = dialect.delimiter === undefined ? 'comma, pipe or tab' : speak(delimiter)
  throw new InputRefused(
    `Expected columns separated by ${expected} in ${file.key}, found them separated by ${speak(found.delimiter)}.`,
    `Say \`delimiter: ${JSON.stringify(found.delimiter)}\` for this feed in the pipeline file.`,
  )
}
