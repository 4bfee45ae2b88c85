import type { RequestOf } from '../../requests/kinds.ts'
import { rowsOnDemand } from '../../models/build-on-demand.ts'
import { type Trial, buildPreview } from './trial.ts'

/** A row of `preview.move_total`. */
interface MoveTotal {
  readonly members: number
  readonly moved: number
  readonly added_miles: number | null
  readonly far_members: number
  readonly visits: number
  readonly visit_members: number
}

/** A row of `preview.move_destination`. */
interface Destination {
  readonly provider_id: string
  readonly provider_name: string | null
  readonly members: number
  readonly room: number | null
}

/** A row of `preview.move_stop`. */
interface Stop {
  readonly provider_id: string | null
  readonly reason: string
  readonly members: number
}

type MoveRequest = RequestOf<'bulk_reassign'> | RequestOf<'undo_reassign'>

/**
 * Describes what a bulk move, or undoing one, would do: how many would go to each
 * destination, who stays and why, the miles, and the booked visits.
 */
export const moveEffect = async (
  trial: Trial,
  request: MoveRequest,
): Promise<readonly string[]> => {
  const { engine, run } = trial
  await buildPreview(trial, ['preview.move_total', 'preview.move_destination', 'preview.move_stop'])
  const [total] = await rowsOnDemand<MoveTotal>(engine, 'preview.move_total')
  if (!total || total.members === 0)
    return [`On the night of ${run.as_of} it would move no member.`]
  const destinations = await rowsOnDemand<Destination>(engine, 'preview.move_destination')
  const stops = await rowsOnDemand<Stop>(engine, 'preview.move_stop')
  const staying = total.members - total.moved
  return [
    `On the night of ${run.as_of} it would move ${people(total.moved)}${staying > 0 ? `; ${people(staying)} would stay` : ''}.`,
    ...destinations.map(destinationLine),
    ...stops.map(stopLine),
    ...(total.added_miles === null ? [] : [milesLine(total)]),
    ...(total.visits === 0 ? [] : [visitsLine(total, request)]),
  ]
}

const destinationLine = ({ provider_id: id, provider_name: name, members, room }: Destination) =>
  `  to ${id}${name === null ? '' : ` (${name})`}: ${people(members)}, ${
    room === null ? 'no limit' : `room for ${room} before, ${room - members} after`
  }`

const stopLine = ({ provider_id: provider, reason, members }: Stop): string => {
  const why = reason.replaceAll('_', ' ')
  return provider === null
    ? `  stay: ${people(members)}, ${why}`
    : `  not to ${provider}: ${people(members)} of these, ${why}`
}

const milesLine = ({ added_miles: added, moved, far_members: far }: MoveTotal): string => {
  const miles = Math.abs(added ?? 0)
  const change = (added ?? 0) < 0 ? 'fewer' : 'more'
  const each = moved === 0 ? 0 : miles / moved
  return `  ${miles.toFixed(1)} ${change} miles in total, ${each.toFixed(1)} per member${
    far > 0 ? `; ${people(far)} beyond the access standard` : ''
  }`
}

const visitsLine = (
  { visits, visit_members: members }: MoveTotal,
  request: MoveRequest,
): string => {
  const move = request.kind === 'bulk_reassign' && request.move_scheduled_visits
  return `  ${visits} booked visit${visits === 1 ? '' : 's'} of ${people(members)} with their current PMP: ${
    move ? 'to be rebooked' : 'they stay as booked'
  }`
}

const people = (count: number): string => `${count} member${count === 1 ? '' : 's'}`
