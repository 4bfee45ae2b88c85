import type { RequestOf } from '../../requests/kinds.ts'
import { type Answer, until } from './answer.ts'
import type { SegmentRow } from './request-facts.ts'

/** Explains whether coverage is in effect on the night and, if not, whether its dates, its scope or an absence is why. */
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
      ? `In force, but no provider acts for ${absent}${scopeOf(gap)} from ${gap.from_date} to ${until(gap.to_date)}: ${whyNoProvider(gap)}.`
      : acting
        ? `In effect: ${acting.acting_provider_id} acts for ${absent}${scopeOf(acting)} until ${until(acting.to_date)}${acting.followed ? `, in place of ${acting.named_provider_id}, who is away too` : ''}.`
        : `In force, but it covers no one on ${asOf}.`,
    facts: [
      ...own.map(
        (row) =>
          `${row.from_date} to ${until(row.to_date)}${scopeOf(row)}: ${row.acting_provider_id ?? `no provider (${whyNoProvider(row)})`}${row.followed ? `, for ${row.named_provider_id}` : ''}.`,
      ),
      ...narrower.map(
        (row) =>
          `Narrower coverage decides${scopeOf(row)}: ${row.request_id}, ${row.acting_provider_id ?? 'no provider'}.`,
      ),
    ],
  }
}

const scopeOf = ({ scope, scope_id: id }: SegmentRow): string =>
  scope === 'all' ? '' : ` for ${scope} ${id}`

const whyNoProvider = ({ reason, named_provider_id: named }: SegmentRow): string => {
  switch (reason) {
    case 'circle':
      return `${named} is away too, and their coverage leads back to the absent provider`
    case 'covering_not_on_roster':
      return `${named} is not on the roster`
    case 'covering_not_started':
      return `${named} fails a validation`
    case 'covering_ended':
      return `the coverage by ${named} ended`
    default:
      return `${named} is away too`
  }
}
