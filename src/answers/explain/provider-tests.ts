import { greatCircle, toMiles } from '../../solver/great-circle.ts'
import { type Engine, literal } from '../../engine/engine.ts'
import { ConfigError } from '../../base/errors.ts'
import { buildMissing } from '../../models/build-missing.ts'
import { relationNamed } from '../../models/find.ts'
import { createTableOf } from '../../models/table.ts'
import { nearestTestBuilders } from '../../night/assign/adapter.ts'
import { panelTestBuilder } from '../panel-test.ts'
import type { Place } from './provider-facts.ts'

/** A test of whether a provider may be assigned a member or a facility. */
export interface Test {
  /** The reason code of a failure. */
  readonly reason: string
  readonly passed: boolean
  readonly found: string | null
  readonly limit: string | null
}

/** A member and a provider, by their ids. */
interface Pair {
  readonly member_id: string
  readonly provider_id: string
}

/** Runs the tests of one provider and one member, in order. Throws a `ConfigError` if the run has no such member. */
export const testsFor = async (
  engine: Engine,
  providerId: string,
  memberId: string,
): Promise<Test[]> => {
  const member = await engine.first('select 1 from staging.member where member_id = $1', [memberId])
  if (!member) {
    throw new ConfigError('Expected --for to name a member of the run, found none with this id.')
  }
  const tests = await testPairs(engine, [{ member_id: memberId, provider_id: providerId }])
  return tests.map(({ reason, passed, found, limit }) => ({ reason, passed, found, limit }))
}

/**
 * Runs every test of the geographic step for these pairs, on the relations of a run and with the
 * models that the night uses to explain why the nearest PMPs were not assigned. Ordered by pair and
 * test. Call it only once per engine.
 */
export const testPairs = async (
  engine: Engine,
  pairs: readonly Pair[],
): Promise<(Pair & Test)[]> => {
  const members = await placesOf(engine, 'staging.member', pairs, 'member_id')
  const panels = await placesOf(engine, 'staging.panel', pairs, 'provider_id')
  await createTableOf(
    engine,
    relationNamed('assignment.nearest_pair'),
    pairs.map((pair, index) => ({
      ...pair,
      nearest_rank: index + 1,
      distance_miles: milesBetween(members.get(pair.member_id), panels.get(pair.provider_id)),
    })),
  )
  await buildMissing(engine, ['assignment.nearest_test'], {
    ...panelTestBuilder,
    ...nearestTestBuilders,
  })
  return engine.all(`
    select member_id, provider_id, test as reason, passes as passed, found, limit_value as limit
    from assignment.nearest_test
    order by member_id, provider_id, test_rank`)
}

const placesOf = async (
  engine: Engine,
  relation: string,
  pairs: readonly Pair[],
  key: keyof Pair,
): Promise<Map<string, Place>> => {
  const ids = [...new Set(pairs.map((pair) => literal(pair[key])))]
  if (ids.length === 0) return new Map()
  const rows = await engine.all<Place & { readonly id: string }>(
    `select ${key} as id, latitude, longitude from ${relation} where ${key} in (${ids.join(', ')})`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** The miles between two places; null if either is unknown. */
const milesBetween = (from: Place | undefined, to: Place | undefined): number | null =>
  from === undefined ||
  to === undefined ||
  from.latitude === null ||
  from.longitude === null ||
  to.latitude === null ||
  to.longitude === null
    ? null
    : toMiles(greatCircle(from.latitude, from.longitude, to.latitude, to.longitude))
