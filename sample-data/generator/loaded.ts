import { readFileSync } from 'node:fs'
import { CsvFile } from './csv.ts'

/** What the core system holds of a member after loading; undefined provider = none any more. */
export interface LoadedChange {
  readonly providerId: string | undefined
  readonly effectiveDate: string
  readonly basis: string
}

const needed = ['change_id', 'member_id', 'to_provider_id', 'effective_date', 'basis'] as const
type Change = Readonly<Record<(typeof needed)[number], string>>

/** The fields of a CSV line; the report's ids and dates hold no line breaks. */
const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map(([, field = '']) =>
      field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
    )
    .slice(0, -1)

/** The changes of an `assignment_load` report, in its order. */
const readReport = (path: string): readonly Change[] => {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const columns = fieldsOf(header)
  const missing = needed.filter((column) => !columns.includes(column))
  if (missing.length > 0) {
    throw new RangeError(
      `Expected the columns of assignment_load in ${path}, without ${missing.join(', ')}`,
    )
  }
  return lines.map((line) => {
    const fields = fieldsOf(line)
    const value = (column: string): string => fields[columns.indexOf(column)] ?? ''
    return {
      change_id: value('change_id'),
      member_id: value('member_id'),
      to_provider_id: value('to_provider_id'),
      effective_date: value('effective_date'),
      basis: value('basis'),
    }
  })
}

const isLoaded = (position: number): boolean => position % 2 === 0
const isRejected = (position: number): boolean => position % 10 === 1

/**
 * The changes of an `assignment_load` report that the core system has loaded by the next day: every
 * other one, in the report's order, by member.
 */
export const readLoaded = (path: string | undefined): ReadonlyMap<string, LoadedChange> =>
  new Map(
    (path === undefined ? [] : readReport(path))
      .filter((_, position) => isLoaded(position))
      .map((change) => [
        change.member_id,
        {
          providerId: change.to_provider_id === '' ? undefined : change.to_provider_id,
          effectiveDate: change.effective_date,
          basis: change.basis,
        },
      ]),
  )

/** What the core system answers: it takes what it loaded, rejects some, and is silent on the rest. */
export const writeAnswers = (path: string | undefined, out: string, day: string): void => {
  if (path === undefined) return
  const header = ['change_id', 'result', 'reason', 'answered_on']
  const answers = new CsvFile(out, `load_results/load_results_${day}.csv`, header)
  readReport(path).forEach(({ change_id: id }, position) => {
    if (isLoaded(position)) answers.row([id, 'accepted', null, day])
    else if (isRejected(position)) answers.row([id, 'rejected', 'eligibility is on hold', day])
  })
  answers.close()
}
