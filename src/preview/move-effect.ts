import { type Engine, literal } from '../engine/engine.ts'
import type { RequestOf } from '../requests/kinds.ts'
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

const summary = (id: string): string => `
  select
    count(*) as members,
    count(moved.to_provider_id) as moved,
    round(sum(ways.to_miles - ways.from_miles), 4) as added_miles,
    count(case when ways.to_miles > parameter.access_standard_miles then 1 end) as far_members,
    coalesce(sum(visits.visits), 0) as visits,
    count(visits.member_id) as visit_members
  from assignment.moved_member as moved
  cross join run.parameter as parameter
  left join (
    select
      moved.member_id,
      ahead.distance_miles as to_miles,
      behind.distance_miles as from_miles
    from assignment.moved_member as moved
    inner join assignment.pair_distance as ahead
      on moved.member_id = ahead.member_id and moved.to_provider_id = ahead.provider_id
    inner join assignment.pair_distance as behind
      on moved.member_id = behind.member_id and moved.from_provider_id = behind.provider_id
    where moved.request_id = ${id}
  ) as ways on moved.member_id = ways.member_id
  left join (
    select moved.member_id, count(*) as visits
    from assignment.moved_member as moved
    inner join staging.scheduled_visit as visit
      on moved.member_id = visit.member_id and moved.from_provider_id = visit.provider_id
    where
      moved.request_id = ${id}
      and moved.to_provider_id is not null
      and visit.scheduled_at >= moved.effective_date
    group by moved.member_id
  ) as visits on moved.member_id = visits.member_id
  where moved.request_id = ${id}`

const byDestination = (id: string): string => `
  select
    allocation.provider_id,
    min(panel.provider_name) as provider_name,
    count(*) as members,
    max(option.room) as room
  from assignment.move_allocation as allocation
  inner join assignment.move_option as option
    on allocation.request_id = option.request_id
    and allocation.member_id = option.member_id
    and allocation.provider_id = option.provider_id
  left join staging.panel as panel on allocation.provider_id = panel.provider_id
  where allocation.request_id = ${id}
  group by allocation.provider_id
  order by min(option.destination_rank), allocation.provider_id`

/** Who stays: for reasons of their own, and those of each destination. */
const byReason = (id: string): string => `
  with staying as (
    select * from assignment.moved_member where request_id = ${id} and to_provider_id is null
  ),
  told as (
    select
      case
        when reason = 'no_room' or not exists (
          select 1 from assignment.move_option as option
          where option.request_id = ${id} and option.member_id = staying.member_id
          and option.reason not in (${own})
        ) then reason
        else 'nobody may take them'
      end as reason
    from staying
  ),
  counted as (
    select cast(null as varchar) as provider_id, reason, count(*) as members
    from told
    group by reason
    union all
    select option.provider_id, option.reason, count(*)
    from staying
    inner join assignment.move_option as option
      on option.request_id = ${id} and staying.member_id = option.member_id
    where not option.passes and option.reason not in (${own})
    group by option.provider_id, option.reason
  )
  select * from counted order by provider_id nulls first, members desc, reason`

/** Why a member stays whoever the destination is. */
const own = "'locked_in', 'patient_assignment', 'self_selection', 'facility_assignment'"
