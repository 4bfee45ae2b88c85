import type { Engine } from '../../engine/engine.ts'
import type { Night } from '../night.ts'
import { toMiles } from '../../solver/great-circle.ts'
import {
  type Certificate,
  type GeographicInput,
  type GeographicResult,
  type GeographicSolver,
  NONE,
  reasons,
} from '../../solver/problem.ts'
import { newCodes, readMembers, readPanels } from './read-input.ts'
import { readRefusals } from './read-refusals.ts'
import { readTerms } from './read-terms.ts'
import { solveGeographic } from '../../solver/solve-geographic.ts'

/** Rows handed to the engine at a time. */
const SLICE = 65_536

/**
 * Builds assignment.geographic from assignment.geographic_member and assignment.geographic_panel,
 * without the pairs of assignment.dismissed, and records the proof of its optimum in the manifest.
 */
export async function makeGeographic(
  { engine, manifest }: Pick<Night, 'engine' | 'manifest'>,
  solve: GeographicSolver = solveGeographic,
): Promise<void> {
  const codes = newCodes()
  const parameter = await engine.first<{ max_distance_miles: number }>(
    'select max_distance_miles from run.parameter',
  )
  if (parameter === undefined) throw new Error('Expected one row in run.parameter, found none')
  const input = {
    members: await readMembers(engine, 'assignment.geographic_member', codes),
    panels: await readPanels(engine, codes),
    refusals: await readRefusals(engine),
    maxDistance: parameter.max_distance_miles,
    terms: await readTerms(engine),
  }
  const result = solve(input)
  await engine.run(`
    create table assignment.geographic (
      member_id VARCHAR, provider_id VARCHAR, distance_miles DOUBLE, reason VARCHAR,
      cost_miles DOUBLE, nearest_provider_id VARCHAR, nearest_distance_miles DOUBLE
    )`)
  await appendResult(engine, input, result)
  manifest.certificate = inMiles(result.certificate)
}

async function appendResult(
  engine: Engine,
  { members, panels }: GeographicInput,
  { assignment, distance, reasons: why, cost, nearest }: GeographicResult,
): Promise<void> {
  const appender = await engine.appender('assignment', 'geographic')
  const none = new Int32Array(members.ids.length).fill(NONE)
  for (let start = 0; start < members.ids.length; start += SLICE) {
    const end = start + SLICE
    appender.append([
      members.ids.slice(start, end),
      Array.from(assignment.subarray(start, end), (panel) => panels.ids[panel] ?? null),
      milesOf(distance, start, end),
      Array.from(why.subarray(start, end), (code) => reasons[code] ?? null),
      milesOf(cost ?? none, start, end),
      Array.from((nearest?.panel ?? none).subarray(start, end), (p) => panels.ids[p] ?? null),
      milesOf(nearest?.distance ?? none, start, end),
    ])
  }
  appender.close()
}

const milesOf = (units: Int32Array, start: number, end: number): (number | null)[] =>
  Array.from(units.subarray(start, end), (way) => (way === NONE ? null : toMiles(way)))

/** Returns the certificate with its distances in miles. */
function inMiles({
  totalDistance,
  totalCost,
  lowerBound,
  ...rest
}: Certificate): Record<string, unknown> {
  return {
    ...rest,
    totalMiles: toMiles(totalDistance),
    totalCostMiles: toMiles(totalCost),
    lowerBoundMiles: toMiles(lowerBound),
  }
}
