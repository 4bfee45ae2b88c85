import { describeFailure } from '../../rules/panel-tests.ts'
import type { CandidateRow, MemberFacts, MemberRow } from './member-facts.ts'
import { type Names, named } from './named.ts'
import { type Question, type Wording, sentenceOf } from '../../rules/vocabulary.ts'
import { describeCosts } from './costs.ts'
import { visitDays } from './visit-days.ts'

/** Describes a member's night: their PMP, the deciding rule and evidence, and why others were not chosen. */
export const describeMember = (memberId: string, facts: MemberFacts): string[] => [
  ...who(memberId, facts),
  ...(facts.assigned ? ['', ...assignment(facts)] : []),
  ...(facts.attributed ? ['', ...attribution(facts)] : []),
  ...(facts.differences.length > 0 ? ['', ...reconciliation(facts)] : []),
]

const miles = (distance: number | null | undefined): string =>
  distance === null || distance === undefined
    ? 'an unknown distance'
    : `${distance.toFixed(1)} miles`

const who = (memberId: string, { member, notEvaluated, names }: MemberFacts): string[] => {
  if (notEvaluated) {
    return [
      `Member ${memberId} was not evaluated: their enrollment row was rejected tonight (quarantine/enrollment.csv).`,
      `The last assignment stays: assigned to ${named(notEvaluated.provider_id, names)}, attributed to ${named(notEvaluated.attributed_provider_id, names)}.`,
    ]
  }
  if (!member) return [`Member ${memberId} has no accepted enrollment row tonight.`]
  return [
    `Member ${memberId}: age ${member.age}, gender ${member.gender}, ${member.line_of_business}${member.plan_id === null ? '' : ` plan ${member.plan_id}`}, covered from ${member.coverage_start}${member.coverage_end === '9999-12-31' ? '' : ` to ${member.coverage_end}`}; ${place(member)}.`,
    ...(member.status === 'eligible' ? [] : [`Not eligible: ${ineligible(member)}`]),
  ]
}

const place = ({ zip, state, place_source: source }: MemberRow): string => {
  const where = [state, zip].filter((part) => part !== null).join(' ')
  if (source === null) return `${where || 'no address'}, not locatable`
  return `${where || 'place'} located by ${source === 'coordinates' ? 'its coordinates' : `the center of its ${source === 'zip' ? 'ZIP' : 'county'}`}`
}

const ineligible = ({ status, coverage_end: end, death_date: died }: MemberRow): string => {
  if (status === 'died') return `died on ${died}.`
  if (status === 'pmp_not_required') return 'the coverage span requires no PMP.'
  return `no coverage span includes the as-of date; the last one ends on ${end}.`
}

/** Returns the names and values that the sentence of a candidate needs. */
export const wordingOf = (row: CandidateRow, names: Names): Wording => ({
  step: row.step,
  reason: row.reason,
  facts: {
    provider: named(row.provider_id, names),
    found: row.found ?? '',
    limit: row.limit_value ?? '',
    distance: miles(row.distance_miles),
  },
})

const steps = (question: Question, rows: readonly CandidateRow[], names: Names): string[] =>
  rows.map(
    (row) =>
      `  ${row.held ? '→' : ' '} ${row.step}: ${sentenceOf(question, wordingOf(row, names))}`,
  )

const assignment = ({
  assigned,
  assignmentCandidates,
  nearest,
  costs,
  names,
}: MemberFacts): string[] => {
  if (!assigned) return []
  const headline =
    assigned.provider_id === null
      ? 'Not assigned.'
      : `Assigned to ${named(assigned.provider_id, names)} by ${assigned.basis}, from ${assigned.effective_date}, ${miles(assigned.distance_miles)} away.`
  return [
    headline,
    ...steps('assignment', assignmentCandidates, names),
    ...describeCosts(costs, names),
    ...(nearest.length > 0 ? ['  The nearest PMPs for the line of business:'] : []),
    ...nearest.map(
      (row) =>
        `    ${named(row.provider_id, names)}, ${miles(row.distance_miles)}: ${describeFailure(row.stopped_by, row.found, row.limit_value)}`,
    ),
  ]
}

const behind = (visits: number): string =>
  visits === 0
    ? 'with the same number of visits'
    : `${visits} visit${visits === 1 ? '' : 's'} behind`

const attribution = (facts: MemberFacts): string[] => {
  const { attributed, attributionCandidates, names } = facts
  if (!attributed) return []
  const { visits, runner_up_provider_id: second, runner_up_visits: secondVisits } = attributed
  const margin =
    attributed.attribution_type === 'claims'
      ? second === null
        ? ' No other PMP has a qualifying visit.'
        : ` Second is ${named(second, names)}, ${behind((visits ?? 0) - (secondVisits ?? 0))}.`
      : ''
  const headline =
    attributed.provider_id === null
      ? 'Not attributed.'
      : `${attributed.attribution_label}: ${named(attributed.provider_id, names)}.${margin}`
  return [
    headline,
    ...steps('attribution', attributionCandidates, names),
    ...visitDays(facts.visits, names),
  ]
}

const reconciliation = ({ differences, hasBaseline, names }: MemberFacts): string[] =>
  differences.map((row) => {
    if (row.kind === 'attribution' && !hasBaseline) {
      return 'Attribution against the last run: there is no earlier run.'
    }
    const from = named(row.from_provider_id, names)
    const to = named(row.to_provider_id, names)
    const since = row.first_seen === null ? '' : `, since the night of ${row.first_seen}`
    const reason = row.reason === null ? '' : ` (${row.reason})`
    if (row.kind === 'alignment') {
      return `Assigned against attributed: ${row.change_type}${from === to ? '' : `, assigned to ${from}, attributed to ${to}`}${since}.`
    }
    const against =
      row.kind === 'assignment'
        ? 'Assignment against the system of record'
        : 'Attribution against the last run'
    return `${against}: ${row.change_type}${reason}, ${from === to ? from : `from ${from} to ${to}`}${since}.`
  })
