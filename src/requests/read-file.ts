import { readFile } from 'node:fs/promises'
import { ConfigError, InputRefused } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import { parseCsv } from './csv.ts'
import { type Request, requestKinds } from './kinds.ts'
import { fieldsOf, isName, parseRequest, parseText, type Parsed } from './parse.ts'
import { jsonOrUndefined } from '../base/json.ts'
import { errorCode, isNoFile } from '../base/error-code.ts'

/** Values that the command supplies where a record has none. */
export interface Given {
  readonly requested_by?: string | undefined
  readonly requested_at: string
}

/** A request as it was sent, and whether it came with its own `requested_at`. */
export interface Sent {
  readonly request: Request
  readonly timed: boolean
}

/**
 * Reads the requests of a CSV or NDJSON file.
 * @throws InputRefused naming every bad record by its line, without its data.
 */
export const readRequests = async (file: string, given: Given): Promise<readonly Sent[]> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (!isNoFile(error)) throw error
    throw new ConfigError(
      `Expected a file of requests at ${file}, found ${errorCode(error) === 'EISDIR' ? 'a folder' : 'nothing'}.`,
    )
  })
  const plain = text.replace(/^\uFEFF/, '')
  const records = /\.(ndjson|jsonl?)$/i.test(file) ? ndjson(plain, given) : csv(plain, given)
  const problems = records.flatMap(({ line, parsed }) =>
    'problems' in parsed ? parsed.problems.map((problem) => `line ${line}: ${problem}`) : [],
  )
  if (records.length === 0) problems.push('expected at least one request, found none')
  if (problems.length > 0) {
    const shown = problems.slice(0, 20)
    const more = problems.length - shown.length
    throw new InputRefused(
      `${file} is refused, and nothing was written:\n  ${shown.join('\n  ')}${more > 0 ? `\n  and ${more} more` : ''}`,
    )
  }
  return records.flatMap(({ parsed, timed }) =>
    'request' in parsed ? [{ request: parsed.request, timed }] : [],
  )
}

interface Read {
  readonly line: number
  readonly parsed: Parsed
  readonly timed: boolean
}

const known = [
  ...new Set([
    'kind',
    ...[...requestKinds.keys()].flatMap((k) => fieldsOf(k).map(({ name }) => name)),
  ]),
]

const csv = (text: string, given: Given): Read[] => {
  const records = parseCsv(text)
  if (!Array.isArray(records)) {
    const problems = [
      'expected every quote to be closed and to end its cell, found one that is not',
    ]
    return [{ line: records.faultyLine, parsed: { problems }, timed: false }]
  }
  const [header, ...rows] = records
  const names = (header?.cells ?? []).map((cell) =>
    cell.trim().toLowerCase().replaceAll(/[ -]/g, '_'),
  )
  const wrong = names.flatMap((name, i) =>
    known.includes(name) ? [] : [{ problem: unknownColumn(name, i) }],
  )
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined && wrong.length === 0)
    wrong.push({ problem: `column ${twice} occurs twice` })
  if (wrong.length > 0) {
    const problems = wrong.map(({ problem }) => problem)
    return [{ line: 1, parsed: { problems }, timed: false }]
  }
  return rows.map(({ line, cells }) => {
    if (cells.length > names.length) {
      const problems = [`expected ${names.length} cells, found ${cells.length}`]
      return { line, parsed: { problems }, timed: false }
    }
    const record = Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))
    return {
      line,
      parsed: parseText({ ...record, ...missing(record, given) }),
      timed: (record.requested_at ?? '') !== '',
    }
  })
}

const ndjson = (text: string, given: Given): Read[] =>
  text.split('\n').flatMap((source, i) => {
    if (source.trim() === '') return []
    const record = objectOf(source)
    if (!record) {
      return [{ line: i + 1, parsed: { problems: ['expected one JSON object'] }, timed: false }]
    }
    const parsed = parseRequest({ ...record, ...missing(record, given) })
    return [{ line: i + 1, parsed, timed: record.requested_at !== undefined }]
  })

const objectOf = (source: string): Record<string, unknown> | undefined => {
  const value = jsonOrUndefined(source)
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? { ...value } : undefined
}

const missing = (
  record: Readonly<Record<string, unknown>>,
  { requested_by: by, requested_at: at }: Given,
): Record<string, string> => ({
  ...((record.requested_by ?? '') === '' && by !== undefined ? { requested_by: by } : {}),
  ...((record.requested_at ?? '') === '' ? { requested_at: at } : {}),
})

const unknownColumn = (name: string, index: number): string => {
  if (!isName(name)) return `column ${index + 1} has a name that is not a field of any request`
  return `unknown column ${name}. ${didYouMean(name, known) ?? 'docs/reference/requests.md lists them.'}`
}
