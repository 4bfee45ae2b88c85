import { addDays } from '../../base/days.ts'
import { describeRequest } from '../../requests/describe-request.ts'
import { until } from './answer.ts'
import type { TeamFacts, TeamRow } from './team-facts.ts'

/** Describes a member's care team from the night on, the days without an acting provider, and the requests behind it. */
export const describeTeam = (facts: TeamFacts): string[] => [
  ...(facts.team.length > 0
    ? ['Care team:', ...facts.team.map(teamLine), ...daysWithoutActing(facts)]
    : []),
  ...(facts.requests.length > 0
    ? ['Requests:', ...facts.requests.map((item) => `  ${describeRequest(item)}`)]
    : []),
  ...facts.moved.map((row) => `  ${describeMove(row)}`),
  ...facts.visits.map((row) => `  ${describeVisit(row)}`),
]

const teamLine = (row: TeamRow): string =>
  `  ${row.role}${row.specialty === '' ? '' : ` (${row.specialty})`}: ${row.provider_id}, ${row.from_date} to ${until(row.to_date)}${whyOf(row)}.`

const whyOf = (row: TeamRow): string => {
  const by = row.request_id === null ? '' : ` (${row.request_id})`
  if (row.role === 'acting') {
    if (row.absent_provider_id === null) return by
    const instead = row.followed ? ', in place of a covering provider who is away too' : ''
    return `, for ${row.absent_provider_id}${instead}${by}`
  }
  return `, by ${row.basis}${by}`
}

/** Lists the days from the night on without an acting provider, if the member has a PMP. */
const daysWithoutActing = ({ team, asOf }: TeamFacts): string[] => {
  const acting = team.filter(({ role }) => role === 'acting')
  if (!team.some(({ role }) => role === 'primary')) return []
  const lines: string[] = []
  let next = asOf
  for (const { from_date: from, to_date: to } of acting) {
    if (from > next) lines.push(`  acting: no provider from ${next} to ${addDays(from, -1)}.`)
    if (to === '9999-12-31') return lines
    next = addDays(to, 1)
  }
  return [...lines, `  acting: no provider from ${next} on.`]
}

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  keep: 'it stays with this provider unless it is reassigned',
  move: 'it moves to the new PMP',
  rebook: 'book it with another provider',
  covering: 'the covering provider sees the member',
  another_day: 'no provider covers that day, book another day',
}

/** Describes a scheduled visit with a provider who is not the PMP, or who is away that day. */
export const describeVisit = (row: TeamFacts['visits'][number]): string => {
  const why = row.is_former_pmp
    ? 'the former PMP'
    : row.is_absent
      ? 'who is away that day'
      : 'who is not on the roster that day'
  return `A visit on ${row.scheduled_at} is scheduled with ${row.provider_id}, ${why}: ${WHAT_TO_DO[row.what_to_do] ?? row.what_to_do}.`
}

/** Describes what a bulk move did with the member. */
export const describeMove = (row: TeamFacts['moved'][number]): string => {
  if (row.to_provider_id === null) return `${row.request_id} did not move them: ${row.reason}.`
  const from = row.from_provider_id ?? 'no provider'
  const end = row.ended_on === null ? '' : `; that ended on ${row.ended_on} (${row.ended_reason})`
  return `${row.request_id} moved them from ${from} to ${row.to_provider_id}${end}.`
}
