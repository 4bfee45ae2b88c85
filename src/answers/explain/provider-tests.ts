import { greatCircle, toMiles } from '../../solver/great-circle.ts'
import type { Engine } from '../../engine/engine.ts'
import { ConfigError } from '../../base/errors.ts'
import type { Place, ProviderFacts } from './provider-facts.ts'

/** One test that a provider has to pass to be given a member by distance. */
export interface Test {
  /** The reason code that a failure gives. */
  readonly reason: string
  readonly passed: boolean
  readonly found: string | null
  readonly limit: string | null
}

interface MemberRow extends Place {
  readonly line_of_business: string
  readonly age: number
  readonly gender: string
  readonly state: string | null
  readonly zip: string | null
}

const text = (value: string | number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value)

/** Every test of the geographic step for one provider and one member, in the step's order. */
export const testsFor = async (
  engine: Engine,
  { panel, lines }: ProviderFacts,
  memberId: string,
): Promise<Test[]> => {
  const member = await engine.first<MemberRow>(
    'select * from staging.member where member_id = $1',
    [memberId],
  )
  const parameter = await engine.first<{ as_of: string; max_distance_miles: number }>(
    'select as_of, max_distance_miles from run.parameter',
  )
  if (!member || !parameter) {
    throw new ConfigError('Expected --for to name a member of the run, found none with this id.')
  }
  const listed = async (relation: string, column: string): Promise<string[]> =>
    (
      await engine.all<{ value: string }>(
        `select ${column} as value from ${relation} where provider_id = $1 order by 1`,
        [panel.provider_id],
      )
    ).map((row) => row.value)
  const states = await listed('staging.panel_licence', 'state')
  const zips = await listed('staging.panel_service_zip', 'zip')
  const room = await engine.first<{ room: number | null }>(
    'select room from assignment.room where provider_id = $1',
    [panel.provider_id],
  )
  const dismissed = await engine.first<{ dismissed_on: string }>(
    'select dismissed_on from assignment.dismissed where member_id = $1 and provider_id = $2',
    [memberId, panel.provider_id],
  )
  const distance = milesBetween(member, panel)
  const radius = panel.service_radius_miles
  const covers =
    (!panel.has_service_zips && radius === null) ||
    zips.includes(member.zip ?? '') ||
    (radius !== null && (distance === null || distance <= radius))
  const tooYoung = member.age < (panel.serves_min_age ?? 0)
  const test = (
    reason: string,
    passed: boolean,
    found: string | number | null | undefined = null,
    limit: string | number | null = null,
  ): Test => ({ reason, passed, found: text(found), limit: text(limit) })
  return [
    test(
      'not_active',
      panel.on_roster,
      panel.active_from > parameter.as_of ? panel.active_from : panel.active_to,
      parameter.as_of,
    ),
    test('not_a_pmp', panel.is_pmp, panel.specialty),
    test('dismissed', dismissed === undefined, dismissed?.dismissed_on),
    test('licence_lost', !panel.licence_lost, panel.state),
    test('line_of_business', lines.includes(member.line_of_business), member.line_of_business),
    test(
      'age',
      !tooYoung && member.age <= (panel.serves_max_age ?? member.age),
      member.age,
      tooYoung ? panel.serves_min_age : panel.serves_max_age,
    ),
    test(
      'gender',
      panel.serves_gender === null || [panel.serves_gender, 'U'].includes(member.gender),
      member.gender,
      panel.serves_gender,
    ),
    test('may_not_be_given', panel.may_be_given, panel.specialty),
    test(
      panel.panel_status === 'established_only' ? 'panel_established_only' : 'panel_closed',
      panel.panel_status === 'open',
      panel.panel_status,
    ),
    test('not_licensed', states.includes(member.state ?? ''), member.state, states.join(', ')),
    test('not_locatable', distance !== null),
    test(
      'outside_service_area',
      covers,
      radius === null ? `ZIP ${member.zip ?? 'unknown'}` : `${distance} miles`,
      radius === null ? `ZIP ${zips.join(', ')}` : `${radius} miles`,
    ),
    test(
      'too_far',
      distance === null || distance <= parameter.max_distance_miles,
      distance?.toFixed(1) ?? null,
      parameter.max_distance_miles,
    ),
    test(
      'no_room',
      room?.room === null || (room?.room ?? 0) > 0,
      room?.room ?? 0,
      panel.panel_capacity,
    ),
  ]
}

/** The miles between two places; null where one is unknown. */
export const milesBetween = (member: Place, panel: Place): number | null =>
  member.latitude === null ||
  member.longitude === null ||
  panel.latitude === null ||
  panel.longitude === null
    ? null
    : toMiles(greatCircle(member.latitude, member.longitude, panel.latitude, panel.longitude))
