import { literal } from '../../engine/engine.ts'

/** How many members each panel has, with those who were not evaluated. */
export const countedMembers = `
  create schema rebalance;
  create table rebalance.counted as
  select provider_id, cast(count(*) as integer) as members
  from (
    select provider_id from assignment.assigned_provider
    union all
    select provider_id from assignment.not_evaluated
  ) as had
  where provider_id is not null
  group by provider_id`

/** What is left of each panel's seats after the night; stands in for the room before its last step. */
export const roomLeft = `
  create table assignment.room as
  select
    panel.provider_id,
    greatest(0, panel.panel_capacity - coalesce(counted.members, 0)) as room,
    coalesce(counted.members, 0) as members
  from staging.panel as panel
  left join rebalance.counted as counted on panel.provider_id = counted.provider_id
  where panel.panel_capacity is not null
  union all
  select panel.provider_id, null, coalesce(counted.members, 0)
  from staging.panel as panel
  left join rebalance.counted as counted on panel.provider_id = counted.provider_id
  where panel.panel_capacity is null`

/** Of each member of a panel that has too many: what ties them to it, if anything does. */
export const ties = (since: string): string => `
  create table rebalance.tie as
  select
    assigned.member_id,
    assigned.provider_id,
    case
      when origin = 'lock_in' or locked.member_id is not null then 'locked'
      when origin = 'patient_assignment' then 'assigned'
      when origin = 'self_selection' then 'chosen'
      when visited.member_id is not null then 'seen'
      when member.latitude is null or member.longitude is null then 'not_locatable'
    end as tie
  from (
    select *, coalesce(carried_basis, basis) as origin from assignment.assigned_provider
  ) as assigned
  inner join rebalance.counted as counted on assigned.provider_id = counted.provider_id
  inner join staging.panel as panel on assigned.provider_id = panel.provider_id
  inner join staging.member as member on assigned.member_id = member.member_id
  left join (
    select distinct member_id, to_provider_id as provider_id
    from assignment.moved_member
    where is_locked and ended_on is null and to_provider_id is not null
  ) as locked
    on assigned.member_id = locked.member_id and assigned.provider_id = locked.provider_id
  left join (
    select distinct member_id, provider_id
    from evidence.visit
    where service_date > cast(${literal(since)} as date)
  ) as visited
    on assigned.member_id = visited.member_id and assigned.provider_id = visited.provider_id
  where counted.members > panel.panel_capacity`

/** Who may move, as the geographic step reads members. */
export const movableMembers = `
  create table assignment.geographic_member as
  select
    member.member_id, member.latitude, member.longitude, member.state, member.zip,
    member.line_of_business, member.age, member.gender, member.household_id, tie.provider_id
  from rebalance.tie as tie
  inner join staging.member as member on tie.member_id = member.member_id
  where tie.tie is null`

/** Each panel with too many members, with what ties them. */
export const fullPanels = `
  select
    panel.provider_id,
    panel.provider_name,
    counted.members,
    panel.panel_capacity,
    panel.latitude,
    panel.longitude,
    count(case when tie.tie = 'chosen' then 1 end) as chosen,
    count(case when tie.tie = 'locked' then 1 end) as locked,
    count(case when tie.tie = 'assigned' then 1 end) as assigned,
    count(case when tie.tie = 'seen' then 1 end) as seen,
    count(case when tie.tie = 'not_locatable' then 1 end) as not_locatable,
    counted.members - count(tie.member_id) as not_evaluated,
    count(case when tie.member_id is not null and tie.tie is null then 1 end) as movable
  from staging.panel as panel
  inner join rebalance.counted as counted on panel.provider_id = counted.provider_id
  left join rebalance.tie as tie on panel.provider_id = tie.provider_id
  where counted.members > panel.panel_capacity
  group by
    panel.provider_id, panel.provider_name, counted.members, panel.panel_capacity,
    panel.latitude, panel.longitude
  order by panel.provider_id`
