import { addDays } from '../../base/days.ts'
import { describeRequest } from '../../requests/describe-request.ts'
import { until } from './answer.ts'
import type { TeamFacts, TeamRow } from './team-facts.ts'

/** Who takes care of a member from the night on, where nobody does, and the requests behind it. */
export const tellTeam = (facts: TeamFacts): string[] => [
  ...(facts.team.length > 0 ? ['Care team:', ...facts.team.map(tellRow), ...holes(facts)] : []),
  ...(facts.requests.length > 0
    ? ['Requests:', ...facts.requests.map((item) => `  ${describeRequest(item)}`)]
    : []),
  ...facts.moved.map((row) => `  ${tellMoved(row)}`),
  ...facts.visits.map((row) => `  ${tellBooked(row)}`),
]

const tellRow = (row: TeamRow): string =>
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

/** The days from the night on on which nobody acts, although the member has a PMP. */
const holes = ({ team, asOf }: TeamFacts): string[] => {
  const acting = team.filter(({ role }) => role === 'acting')
  if (!team.some(({ role }) => role === 'primary')) return []
  const told: string[] = []
  let next = asOf
  for (const { from_date: from, to_date: to } of acting) {
    if (from > next) told.push(`  acting: nobody from ${next} to ${addDays(from, -1)}.`)
    if (to === '9999-12-31') return told
    next = addDays(to, 1)
  }
  return [...told, `  acting: nobody from ${next} on.`]
}

const DO: Readonly<Record<string, string>> = {
  keep: 'it stays with them unless it is reassigned',
  move: 'it moves to the new PMP with the member',
  rebook: 'to be booked with somebody else',
  covering: 'who covers sees the member',
  another_day: 'nobody covers, another day is to be booked',
}

/** A scheduled visit that is not with the PMP, or on a day on which they are away. */
export const tellBooked = (row: TeamFacts['visits'][number]): string => {
  const why = row.is_former_pmp
    ? 'the PMP before the change'
    : row.is_absent
      ? 'who is away that day'
      : 'who is not on the roster that day'
  return `A visit on ${row.scheduled_at} is scheduled with ${row.provider_id}, ${why}: ${DO[row.what_to_do] ?? row.what_to_do}.`
}

/** What a move of many did with the member. */
export const tellMoved = (row: TeamFacts['moved'][number]): string => {
  if (row.to_provider_id === null) return `${row.request_id} did not move them: ${row.reason}.`
  const from = row.from_provider_id ?? 'nobody'
  const end =
    row.ended_on === null ? '' : `; that ended on ${row.ended_on}, for ${row.ended_reason}`
  return `${row.request_id} moved them from ${from} to ${row.to_provider_id}${end}.`
}
