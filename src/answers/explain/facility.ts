import { describeFailure } from '../../rules/panel-tests.ts'
import type { BookItem } from '../../requests/book.ts'
import { namesProvider } from '../../requests/subjects.ts'
import { type Answer, count } from './answer.ts'
import type { FacilityFacts } from './facility-facts.ts'
import type { Test } from './provider-tests.ts'

/** A request for a facility, with its verdict. */
interface FacilityRequest {
  readonly id: string
  readonly item: BookItem
  readonly verdict: string
}

/** Explains who the primary provider of a facility is, or why it has none. */
export const explainFacility = (
  facts: FacilityFacts,
  requests: readonly FacilityRequest[],
): Answer => {
  const { facility, starts } = facts
  const name = `Facility ${facility.facility_id} (${facility.facility_name})`
  const primary = starts.find((row) => row.role === 'primary' && row.state === 'started')
  const latest = requests
    .filter(({ item }) => 'role' in item.request && item.request.role === 'primary')
    .at(-1)
  return {
    verdict: primary
      ? `${name} has ${primary.provider_id} as its primary provider since ${primary.effective_date}.`
      : latest
        ? `${name} has no primary provider. ${latest.id}: ${latest.verdict}`
        : `${name} has no primary provider: no request asks for one.`,
    facts: [...place(facts), ...people(facts), ...describeVerdicts(requests)],
  }
}

/** Explains why a provider appears for a facility or does not. */
export const explainAtFacility = (
  facts: FacilityFacts,
  providerId: string,
  tests: readonly Test[] | undefined,
  requests: readonly FacilityRequest[],
): Answer => {
  const { facility_id: id } = facts.facility
  const shown = facts.starts.find(
    (row) => row.provider_id === providerId && row.state === 'started',
  )
  const own = requests.filter(({ item }) => namesProvider(item.request, providerId))
  const failed = tests?.filter(({ passed }) => !passed) ?? []
  const [first] = failed
  const latest = own.at(-1)
  const missing = `${providerId} does not appear for facility ${id}`
  return {
    verdict: shown
      ? `${providerId} is ${shown.role}${shown.specialty === '' ? '' : ` (${shown.specialty})`} of facility ${id} since ${shown.effective_date}.`
      : tests === undefined
        ? `${missing}: not in tonight's roster.`
        : latest
          ? `${missing}. ${latest.id}: ${latest.verdict}`
          : first
            ? `${missing}: the provider ${describeFailure(first.reason, first.found, first.limit)}`
            : `${missing}: nothing stops them, but no request asks for them.`,
    facts: [
      ...describeVerdicts(own),
      ...failed.map((one) => `${providerId} ${describeFailure(one.reason, one.found, one.limit)}`),
      ...(tests === undefined
        ? []
        : [`${tests.length - failed.length} of ${tests.length} tests pass.`]),
      ...people(facts),
    ],
  }
}

const place = ({ facility, credentials }: FacilityFacts): string[] => [
  `${facility.facility_type ?? 'no type'}, ${[facility.state, facility.zip].filter(Boolean).join(' ') || 'no place'}; ${credentials.length === 0 ? 'requires no credential' : `requires ${credentials.join(', ')}`}.`,
  ...(facility.is_residential
    ? []
    : [
        'The policy counts no one as living in a facility of this type, so its provider is no one’s default.',
      ]),
]

const people = ({ starts, residents }: FacilityFacts): string[] => [
  ...starts
    .filter((row) => row.state === 'started')
    .map(
      (row) =>
        `${row.role}${row.specialty === '' ? '' : ` (${row.specialty})`}: ${row.provider_id} since ${row.effective_date} (${row.request_id}).`,
    ),
  ...residents.map(
    (row) =>
      `${count(row.members, 'resident')} with ${row.provider_id ?? 'no provider'}, by ${row.basis}.`,
  ),
]

const describeVerdicts = (requests: readonly FacilityRequest[]): string[] =>
  requests.map(({ id, verdict }) => `${id}: ${verdict}`)
