import { greatCircle, toMiles } from '../../solver/great-circle.ts'
import { type Codes, newCodes, readMembers, readPanels } from '../../night/assign/read-input.ts'
import { readRefusals } from '../../night/assign/read-refusals.ts'
import type { RebalanceInput } from '../../solver/fewest-moves.ts'
import type { Engine } from '../../engine/engine.ts'
import { buildOnDemand, rowsOnDemand } from '../../models/build-on-demand.ts'
import { buildMissing } from '../../models/build-missing.ts'
import { panelTestBuilder } from '../panel-test.ts'

/** A row of `rebalance.full_panel`: a panel with more members than seats, and what keeps them. */
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
  'assignment.leaving_panel',
] as const

/**
 * Reads the panels with too many members, and what the solver needs to relieve them. A visit after
 * `visitsAfter` keeps a member. The engine has `relationsRead` and no rebalance yet.
 */
export const readExcess = async (
  engine: Engine,
  visitsAfter: string,
): Promise<{ readonly panels: readonly FullPanel[]; readonly input: RebalanceInput }> => {
  await buildOnDemand(
    engine,
    ['rebalance.room', 'rebalance.movable_member', 'rebalance.full_panel'],
    { 'rebalance.parameter': [{ visits_after: visitsAfter }] },
  )
  await standIn(engine)
  const panels = await rowsOnDemand<FullPanel>(engine, 'rebalance.full_panel')
  return { panels, input: await inputOf(engine, panels, newCodes()) }
}

/** Puts what is left after the night in the place of what the geographic step had before it. */
const standIn = async (engine: Engine): Promise<void> => {
  await engine.run('create view assignment.room as select * from rebalance.room')
  await buildMissing(engine, ['assignment.geographic_panel'], panelTestBuilder)
  await engine.run(
    'create view assignment.geographic_member as select * from rebalance.movable_member',
  )
}

/** Miles from a member to their panel and to another, as the solver counts them; 0 without a place. */
export const milesFrom = (
  { members, latitude, longitude, current, panels }: RebalanceInput,
  member: number,
  to: number,
): { readonly now: number; readonly after: number } => {
  const [north, east] = [members.latitude[member] ?? NaN, members.longitude[member] ?? NaN]
  const home = current[member] ?? 0
  const miles = (a: number, b: number): number =>
    Number.isNaN(a) || Number.isNaN(b) ? 0 : toMiles(greatCircle(north, east, a, b))
  return {
    now: miles(latitude[home] ?? NaN, longitude[home] ?? NaN),
    after: miles(panels.latitude[to] ?? NaN, panels.longitude[to] ?? NaN),
  }
}

const inputOf = async (
  engine: Engine,
  full: readonly FullPanel[],
  codes: Codes,
): Promise<RebalanceInput> => {
  const at = new Map(full.map(({ provider_id: id }, index) => [id, index]))
  const homes = await engine.all<{ provider_id: string }>(
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
    current: Int32Array.from(homes, ({ provider_id: id }) => at.get(id) ?? 0),
    latitude: Float64Array.from(full, ({ latitude }) => latitude ?? NaN),
    longitude: Float64Array.from(full, ({ longitude }) => longitude ?? NaN),
    stay: Int32Array.from(full, (panel) =>
      Math.max(0, panel.panel_capacity - (panel.members - panel.movable)),
    ),
  }
}
