import type { RequestOf } from '../../requests/kinds.ts'
import { type Answer, until } from './answer.ts'
import type { SegmentRow } from './request-facts.ts'

/** Whether a coverage shows on the night, and where not, whether dates, scope or absence decide. */
export const coverageEffect = (
  request: RequestOf<'set_coverage'>,
  asOf: string,
  segments: readonly SegmentRow[],
): Answer => {
  const own = segments.filter((row) => row.request_id === request.request_id)
  const tonight = own.filter((row) => row.from_date <= asOf && asOf <= row.to_date)
  const absent = request.absent_provider_id
  const narrower = segments.filter(
    (row) =>
      row.request_id !== request.request_id &&
      row.scope !== 'all' &&
      row.from_date <= asOf &&
      asOf <= row.to_date,
  )
  const gap = tonight.find((row) => row.acting_provider_id === null)
  const acting = tonight.find((row) => row.acting_provider_id !== null)
  return {
    verdict: gap
      ? `In force, but nobody acts for ${absent}${scopeOf(gap)} from ${gap.from_date} to ${until(gap.to_date)}: ${whyNobody(gap)}.`
      : acting
        ? `In effect: ${acting.acting_provider_id} acts for ${absent}${scopeOf(acting)} until ${until(acting.to_date)}${acting.followed ? `, in place of ${acting.named_provider_id}, who is away too` : ''}.`
        : `In force, but it covers nobody on ${asOf}.`,
    facts: [
      ...own.map(
        (row) =>
          `${row.from_date} to ${until(row.to_date)}${scopeOf(row)}: ${row.acting_provider_id ?? `nobody (${whyNobody(row)})`}${row.followed ? `, for ${row.named_provider_id}` : ''}.`,
      ),
      ...narrower.map(
        (row) =>
          `Narrower coverage decides${scopeOf(row)}: ${row.request_id}, ${row.acting_provider_id ?? 'nobody'}.`,
      ),
    ],
  }
}

const scopeOf = ({ scope, scope_id: id }: SegmentRow): string =>
  scope === 'all' ? '' : ` for ${scope} ${id}`

const whyNobody = ({ reason, named_provider_id: named }: SegmentRow): string => {
  switch (reason) {
    case 'circle':
      return `${named} is away too, and their coverage leads back`
    case 'covering_not_on_roster':
      return `${named} is not on the roster`
    case 'covering_not_started':
      return `a validation of ${named} fails`
    case 'covering_ended':
      return `the coverage by ${named} was ended`
    default:
      return `${named} is away too`
  }
}
