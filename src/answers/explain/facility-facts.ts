import type { Engine } from '../../engine/engine.ts'
import { ConfigError } from '../../base/errors.ts'
import { type Place, panelNamed } from './provider-facts.ts'
import { type Test, milesBetween } from './provider-tests.ts'

interface FacilityRow extends Place {
  readonly facility_id: string
  readonly facility_name: string
  readonly facility_type: string | null
  readonly is_residential: boolean
  readonly state: string | null
  readonly zip: string | null
}

/** Who was asked for at a facility, and whether that started. */
interface FacilityStartRow {
  readonly request_id: string
  readonly provider_id: string
  readonly role: string
  readonly specialty: string
  readonly state: string
  readonly effective_date: string | null
}

export interface FacilityFacts {
  readonly facility: FacilityRow
  readonly credentials: readonly string[]
  readonly starts: readonly FacilityStartRow[]
  readonly residents: readonly {
    readonly provider_id: string | null
    readonly basis: string
    readonly members: number
  }[]
}

/** What a run knows of a facility. Throws a `ConfigError` where it knows none of this id. */
export const facilityFacts = async (engine: Engine, id: string): Promise<FacilityFacts> => {
  const facility = await engine.first<FacilityRow>(
    'select * from staging.facility where facility_id = $1',
    [id],
  )
  if (!facility) {
    throw new ConfigError(
      `Expected a facility of the run, found none with the id ${id}.`,
      'A rejected row is in quarantine/facilities.csv.',
    )
  }
  return {
    facility,
    credentials: await values(
      engine,
      'select credential as value from staging.facility_credential where facility_id = $1 order by 1',
      id,
    ),
    starts: await engine.all(
      `select * from assignment.request_start where part_type = 'facility' and part_id = $1
       order by role, specialty, request_id`,
      [id],
    ),
    residents: await engine.all(
      `select assigned.provider_id, assigned.basis, count(*) as members
       from assignment.assigned_provider as assigned
       inner join staging.member as member on assigned.member_id = member.member_id
       where member.facility_id = $1 group by 1, 2 order by members desc, 1, 2`,
      [id],
    ),
  }
}

/** What the five validations would ask of a provider for this facility; undefined = not on the roster. */
export const facilityTests = async (
  engine: Engine,
  { facility, credentials }: FacilityFacts,
  providerId: string,
  asOf: string,
): Promise<Test[] | undefined> => {
  const panel = await panelNamed(engine, providerId)
  if (!panel) return undefined
  const of = (query: string): Promise<string[]> => values(engine, query, providerId)
  const states = await of(
    'select state as value from staging.panel_licence where provider_id = $1 order by 1',
  )
  const has = await of(
    'select credential as value from staging.panel_credential where provider_id = $1 order by 1',
  )
  const zips = await of(
    'select zip as value from staging.panel_service_zip where provider_id = $1 order by 1',
  )
  const lines = await of(
    'select line_of_business as value from staging.eligible_pmp where provider_id = $1 order by 1',
  )
  const brought = await values(
    engine,
    'select distinct line_of_business as value from staging.member where facility_id = $1 and eligible order by 1',
    facility.facility_id,
  )
  const lacking = credentials.find((credential) => !has.includes(credential))
  const distance = milesBetween(facility, panel)
  const radius = panel.service_radius_miles
  const isEverywhere = !panel.has_service_zips && radius === null
  const isNear = radius !== null && distance !== null && distance <= radius
  return [
    test('not_active', panel.on_roster, panel.active_to ?? panel.active_from, asOf),
    test('not_a_pmp', panel.is_pmp, panel.specialty),
    test('licence_lost', !panel.licence_lost, panel.state),
    test('not_licensed', states.includes(facility.state ?? ''), facility.state, states.join(', ')),
    test('missing_credential', lacking === undefined, lacking, has.join(', ')),
    test('panel_closed', panel.panel_status !== 'closed', panel.panel_status),
    test(
      'outside_service_area',
      isEverywhere || isNear || zips.includes(facility.zip ?? ''),
      radius === null ? `ZIP ${facility.zip ?? 'unknown'}` : `${distance ?? 'unknown'} miles`,
      radius === null ? 'its list of ZIPs' : `${radius} miles`,
    ),
    test(
      'line_of_business',
      lines.length === 0 || brought.length === 0 || brought.some((line) => lines.includes(line)),
      brought.join(', '),
    ),
  ]
}

const test = (
  reason: string,
  passed: boolean,
  found?: string | null,
  limit?: string | null,
): Test => ({ reason, passed, found: found ?? null, limit: limit ?? null })

const values = async (engine: Engine, query: string, key: string): Promise<string[]> =>
  (await engine.all<{ value: string }>(query, [key])).map(({ value }) => value)
