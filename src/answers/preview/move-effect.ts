import { type Engine, literal } from '../../engine/engine.ts'
import type { RequestOf } from '../../requests/kinds.ts'
import { byDestination, byReason, summary } from './move-queries.ts'
import { type Trial, makeTrial } from './trial.ts'

interface Moving {
  readonly members: number
  readonly moved: number
  readonly added_miles: number | null
  readonly far_members: number
  readonly visits: number
  readonly visit_members: number
}

interface Destination {
  readonly provider_id: string
  readonly provider_name: string | null
  readonly members: number
  readonly room: number | null
}

interface Stopped {
  readonly provider_id: string | null
  readonly reason: string
  readonly members: number
}

/** What a move of many, or its undoing, would do: who goes where, who cannot and why, miles, visits. */
export const moveEffect = async (
  trial: Trial,
  request: RequestOf<'bulk_reassign'> | RequestOf<'undo_reassign'>,
  engine: Engine,
): Promise<readonly string[]> => {
  const only = 'select member_id from assignment.move_member'
  await makeTrial({ ...trial, only }, [
    'assignment.moved_member',
    'staging.scheduled_visit',
    'run.parameter',
  ])
  const id = literal(request.request_id)
  const moving = await engine.first<Moving>(summary(id))
  const destinations = await engine.all<Destination>(byDestination(id))
  const stopped = await engine.all<Stopped>(byReason(id))
  if (!moving || moving.members === 0) {
    return [`On the night of ${trial.run.as_of} it would move nobody.`]
  }
  const left = moving.members - moving.moved
  return [
    `On the night of ${trial.run.as_of} it would move ${people(moving.moved)}${left > 0 ? `; ${people(left)} cannot go` : ''}.`,
    ...destinations.map(tellDestination),
    ...stopped.map(tellStopped),
    ...(moving.added_miles === null ? [] : [tellMiles(moving)]),
    ...(moving.visits === 0 ? [] : [tellVisits(moving, request)]),
  ]
}

const tellDestination = ({ provider_id: id, provider_name: name, members, room }: Destination) =>
  `  to ${id}${name === null ? '' : ` (${name})`}: ${people(members)}, ${
    room === null ? 'no limit' : `room for ${room} before, ${room - members} after`
  }`

const tellStopped = ({ provider_id: provider, reason, members }: Stopped): string => {
  const why = reason.replaceAll('_', ' ')
  return provider === null
    ? `  stays: ${people(members)}, ${why}`
    : `  not to ${provider}: ${people(members)} of these, ${why}`
}

const tellMiles = ({ added_miles: added, moved, far_members: far }: Moving): string => {
  const miles = Math.abs(added ?? 0)
  const way = (added ?? 0) < 0 ? 'less' : 'more'
  const each = moved === 0 ? 0 : miles / moved
  return `  ${miles.toFixed(1)} miles ${way} in all, ${each.toFixed(1)} a member${
    far > 0 ? `; ${people(far)} beyond the access standard` : ''
  }`
}

const tellVisits = (
  { visits, visit_members: members }: Moving,
  request: RequestOf<'bulk_reassign'> | RequestOf<'undo_reassign'>,
): string => {
  const move = request.kind === 'bulk_reassign' && request.move_scheduled_visits
  return `  ${visits} booked visit${visits === 1 ? '' : 's'} of ${people(members)} with whom they have now: ${
    move ? 'to be booked anew' : 'they stay as they are booked'
  }`
}

const people = (count: number): string => `${count} member${count === 1 ? '' : 's'}`
