import { describeFailure } from '../../rules/panel-tests.ts'

/** A row of assignment.validation. */
export interface ValidationRow {
  readonly request_id: string
  readonly part_type: string
  readonly part_id: string
  readonly provider_id: string
  readonly validation: string
  readonly passes: boolean
  readonly reason: string | null
  readonly found: string | null
  readonly limit_value: string | null
  readonly exception_request_id: string | null
  readonly exception_until: string | null
  readonly is_excepted: boolean
}

/** Describes validations: a line for each that fails, and one line per provider and part for those that pass. */
export const describeValidations = (rows: readonly ValidationRow[]): string[] =>
  [...Map.groupBy(rows, aboutOf)].flatMap(([about, all]) => {
    const passed = all.filter(({ reason }) => reason === null).map((row) => row.validation)
    return [
      ...all.filter(({ reason }) => reason !== null).map(describeValidation),
      ...(passed.length > 0
        ? [`${passed.join(', ')} pass${passed.length > 1 ? '' : 'es'} ${about}.`]
        : []),
    ]
  })

const aboutOf = (row: ValidationRow): string =>
  `for ${row.provider_id} and ${row.part_type} ${row.part_id}`

/** Describes the result of a validation, with the exception that allows a failure. */
export const describeValidation = (row: ValidationRow): string => {
  const about = `${row.validation} ${aboutOf(row)}`
  if (row.reason === null) return `${about} passes.`
  const failure = describeFailure(row.reason, row.found, row.limit_value).replace(/\.$/, '')
  const why = `${row.provider_id} ${failure}`
  if (!row.is_excepted) return `${about} fails: ${why}; no approved exception covers it.`
  const open = row.exception_until === '9999-12-31' ? '' : ` until ${row.exception_until}`
  return `${about} fails: ${why}; ${row.exception_request_id} allows that${open}.`
}
