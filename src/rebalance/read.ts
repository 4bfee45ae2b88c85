import { greatCircle, toMiles } from '../assign/geographic/great-circle.ts'
import { type Codes, newCodes, readMembers, readPanels } from '../assign/geographic/read-input.ts'
import { readRefusals } from '../assign/geographic/read-refusals.ts'
import type { RebalanceInput } from '../assign/rebalance/solve-rebalance.ts'
import { type Engine, literal } from '../engine/engine.ts'
import { relationNamed } from '../models/find.ts'

/** A panel with more members than it takes, and why some of them stay whatever happens. */
export interface FullPanel {
  readonly provider_id: string
  readonly provider_name: string | null
  readonly members: number
  readonly panel_capacity: number
  readonly latitude: number | null
  readonly longitude: number | null
  readonly chosen: number
  readonly locked: number
  readonly assigned: number
  readonly seen: number
  readonly not_locatable: number
  readonly not_evaluated: number
  readonly movable: number
}

/** The relations of a run that a rebalance reads. */
export const relationsRead = [
  'run.parameter',
  'staging.member',
  'staging.panel',
  'staging.eligible_pmp',
  'staging.panel_licence',
  'staging.panel_service_zip',
  'evidence.visit',
  'assignment.assigned_provider',
  'assignment.not_evaluated',
  'assignment.moved_member',
  'assignment.dismissed',
] as const

/** Panels with too many members and all that the solver needs; `since` = visits after it keep a member. */
export const readExcess = async (
  engine: Engine,
  since: string,
): Promise<{ readonly panels: readonly FullPanel[]; readonly input: RebalanceInput }> => {
  await engine.run(countedMembers)
  await engine.run(roomLeft)
  const panelModel = relationNamed('assignment.geographic_panel')
  await engine.run(`create table assignment.geographic_panel as\n${panelModel.sql}`)
  await engine.run(ties(since))
  await engine.run(movableMembers)
  const panels = await engine.all<FullPanel>(fullPanels)
  return { panels, input: await inputOf(engine, panels, newCodes()) }
}

/** Miles between a member and a panel as the solver counts them; undefined where a place is unknown. */
export const milesFrom = (
  { members, latitude, longitude, current, panels }: RebalanceInput,
  member: number,
  to: number,
): { readonly now: number; readonly after: number } => {
  const [north, east] = [members.latitude[member] ?? NaN, members.longitude[member] ?? NaN]
  const home = current[member] ?? 0
  const way = (a: number, b: number): number =>
    Number.isNaN(a) || Number.isNaN(b) ? 0 : toMiles(greatCircle(north, east, a, b))
  return {
    now: way(latitude[home] ?? NaN, longitude[home] ?? NaN),
    after: way(panels.latitude[to] ?? NaN, panels.longitude[to] ?? NaN),
  }
}

const inputOf = async (
  engine: Engine,
  full: readonly FullPanel[],
  codes: Codes,
): Promise<RebalanceInput> => {
  const at = new Map(full.map(({ provider_id: id }, index) => [id, index]))
  const has = await engine.all<{ provider_id: string }>(
    'select provider_id from assignment.geographic_member order by member_id',
  )
  const limit = await engine.first<{ miles: number }>(
    'select max_distance_miles as miles from run.parameter',
  )
  return {
    members: await readMembers(engine, 'assignment.geographic_member', codes),
    panels: await readPanels(engine, codes),
    refusals: await readRefusals(engine),
    maxDistance: limit?.miles ?? 0,
    current: Int32Array.from(has, ({ provider_id: id }) => at.get(id) ?? 0),
    latitude: Float64Array.from(full, ({ latitude }) => latitude ?? NaN),
    longitude: Float64Array.from(full, ({ longitude }) => longitude ?? NaN),
    stay: Int32Array.from(full, (panel) =>
      Math.max(0, panel.panel_capacity - (panel.members - panel.movable)),
    ),
  }
}

const countedMembers = `
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

const roomLeft = `
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
const ties = (since: string): string => `
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

const movableMembers = `
  create table assignment.geographic_member as
  select
    member.member_id, member.latitude, member.longitude, member.state, member.zip,
    member.line_of_business, member.age, member.gender, member.household_id, tie.provider_id
  from rebalance.tie as tie
  inner join staging.member as member on tie.member_id = member.member_id
  where tie.tie is null`

const fullPanels = `
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
