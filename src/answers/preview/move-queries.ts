/** How many a move is about and moves, the miles it adds, and the booked visits that it touches. */
export const summary = (id: string): string => `
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

/** Who goes to each destination. */
export const byDestination = (id: string): string => `
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
export const byReason = (id: string): string => `
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
