import { describeFailure } from '../../rules/panel-tests.ts'
import { describeRequest } from '../../requests/describe-request.ts'
import { type Answer, until } from './answer.ts'
import type { CandidateRow, MemberFacts } from './member-facts.ts'
import { wordingOf } from './member.ts'
import type { Test } from './provider-tests.ts'
import { sentenceOf } from '../../rules/vocabulary.ts'
import { describeVisit, describeMove } from './team.ts'
import type { TeamFacts } from './team-facts.ts'

/** The facts of a run about one provider and one member. */
export interface Appearance {
  readonly memberId: string
  readonly providerId: string
  readonly member: MemberFacts
  readonly team: TeamFacts
  readonly isOnRoster: boolean
  /** The tests of the geographic step; undefined if the roster lacks the provider, or the night the member. */
  readonly tests: readonly Test[] | undefined
  /** Whether each request that names both is in effect, and why not. */
  readonly requests: readonly { readonly id: string; readonly verdict: string }[]
}

/** Explains why a provider appears for a member or does not: the deciding fact, then the others. */
export const explainAppearance = (about: Appearance): Answer => {
  const { memberId, providerId, member, team, tests, requests } = about
  const rows = member.assignmentCandidates.filter((row) => row.provider_id === providerId)
  const failed = tests?.filter(({ passed }) => !passed) ?? []
  return {
    verdict: verdictOf(about, rows, failed),
    facts: [
      ...rows.map((row) => `${row.step}: ${describeCandidate(row, member)}`),
      ...team.moved
        .filter((row) => [row.from_provider_id, row.to_provider_id].includes(providerId))
        .map(describeMove),
      ...requests.map(({ id, verdict }) => `${id}: ${verdict}`),
      ...team.visits.filter((row) => row.provider_id === providerId).map(describeVisit),
      ...otherRequests(about),
      ...failed.map(
        (test) => `${providerId} ${describeFailure(test.reason, test.found, test.limit)}`,
      ),
      ...(tests === undefined
        ? []
        : [`${tests.length - failed.length} of ${tests.length} tests pass for ${memberId}.`]),
    ],
  }
}

const verdictOf = (
  { memberId, providerId, member, team, isOnRoster, requests }: Appearance,
  rows: readonly CandidateRow[],
  failed: readonly Test[],
): string => {
  const here = team.team.filter((row) => row.provider_id === providerId)
  const shown = here[0]
  if (shown?.role === 'primary') {
    const held = rows.find((row) => row.held)
    return `${providerId} is the PMP of member ${memberId}, by ${shown.basis}${held ? `: ${describeCandidate(held, member)}` : '.'}`
  }
  const missing = `${providerId} does not appear for member ${memberId}`
  if (shown) {
    return `${providerId} ${PARTS[shown.role]?.(shown.specialty) ?? shown.role} of member ${memberId} from ${shown.from_date} to ${until(shown.to_date)}, and is not the PMP.`
  }
  if (!isOnRoster) return `${missing}: not in tonight's roster.`
  const deciding = rows.find((row) => !row.held && row.reason !== 'earlier_step_held')
  if (deciding) return `${missing}: ${describeCandidate(deciding, member)}`
  const by = member.assigned
  const late = rows.find((row) => row.reason === 'earlier_step_held')
  if (late && by) {
    return `${missing}: ${late.step} would give them, but ${by.basis} decides for ${by.provider_id}.`
  }
  const [asked] = requests
  if (asked) return `${missing}. ${asked.id}: ${asked.verdict}`
  const [first] = failed
  if (first)
    return `${missing}: the provider ${describeFailure(first.reason, first.found, first.limit)}`
  return by?.provider_id
    ? `${missing}: nothing stops them, but ${by.basis} decides for ${by.provider_id}.`
    : `${missing}: nothing stops them, but the member is not assigned to any PMP.`
}

const PARTS: Readonly<Record<string, (specialty: string) => string>> = {
  acting: () => 'acts as PMP',
  specialist: (specialty) => `is the specialist (${specialty})`,
  emergency: () => 'covers emergencies',
}

const describeCandidate = (row: CandidateRow, { names }: MemberFacts): string =>
  sentenceOf('assignment', wordingOf(row, names))

/** Requests in force that would give the member another PMP. */
const otherRequests = ({ providerId, team }: Appearance): string[] =>
  team.requests
    .filter(
      ({ request, state }) =>
        state === 'in_force' &&
        (request.kind === 'assign_facility' || request.kind === 'assign_patient') &&
        request.role === 'primary' &&
        request.provider_id !== providerId,
    )
    .map((item) => `Another request: ${describeRequest(item)}.`)
