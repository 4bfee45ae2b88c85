import { readFileSync } from 'node:fs'

/** What the core system holds of a member after loading; undefined provider = none any more. */
export interface LoadedChange {
  readonly providerId: string | undefined
  readonly effectiveDate: string
  readonly basis: string
}

/** The fields of a CSV line; the report's ids and dates hold no line breaks. */
const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map(([, field = '']) =>
      field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
    )
    .slice(0, -1)

/**
 * The changes of an `assignment_load` report that the core system has loaded by the next day: every
 * other one, in the report's order, by member.
 */
export const readLoaded = (path: string | undefined): ReadonlyMap<string, LoadedChange> => {
  const changes = new Map<string, LoadedChange>()
  if (path === undefined) return changes
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const columns = fieldsOf(header)
  const needed = ['member_id', 'to_provider_id', 'effective_date', 'basis']
  const missing = needed.filter((column) => !columns.includes(column))
  if (missing.length > 0) {
    throw new RangeError(
      `Expected the columns of assignment_load in ${path}, without ${missing.join(', ')}`,
    )
  }
  lines.forEach((line, position) => {
    if (position % 2 === 1) return
    const fields = fieldsOf(line)
    const value = (column: string): string => fields[columns.indexOf(column)] ?? ''
    changes.set(value('member_id'), {
      providerId: value('to_provider_id') === '' ? undefined : value('to_provider_id'),
      effectiveDate: value('effective_date'),
      basis: value('basis'),
    })
  })
  return changes
}
