import type { Engine } from '../../engine/engine.ts'
import { ConfigError } from '../../base/errors.ts'
import type { Place } from './provider-facts.ts'

interface FacilityRow extends Place {
  readonly facility_id: string
  readonly facility_name: string
  readonly facility_type: string | null
  readonly is_residential: boolean
  readonly state: string | null
  readonly zip: string | null
}

/** A provider requested for a facility, and whether the assignment started. */
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

/** Reads everything that a run has about a facility. Throws a `ConfigError` if it has no facility with this id. */
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

const values = async (engine: Engine, query: string, key: string): Promise<string[]> =>
  (await engine.all<{ value: string }>(query, [key])).map(({ value }) => value)
