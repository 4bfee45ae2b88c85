import type { Engine } from '../../engine/engine.ts'
import { ConfigError } from '../../base/errors.ts'

/** A place on the map; nulls if it is unknown. */
export interface Place {
  readonly latitude: number | null
  readonly longitude: number | null
}

export interface PanelRow extends Place {
  readonly provider_id: string
  readonly provider_name: string
  readonly practice_name: string | null
  readonly specialty: string
  readonly on_roster: boolean
  readonly active_from: string
  readonly active_to: string | null
  readonly is_pmp: boolean
  readonly may_be_given: boolean
  readonly panel_status: string
  readonly panel_capacity: number | null
  readonly serves_min_age: number | null
  readonly serves_max_age: number | null
  readonly serves_gender: string | null
  readonly service_radius_miles: number | null
  readonly has_service_zips: boolean
  readonly state: string | null
  readonly licence_lost: boolean
}

export interface ProviderFacts {
  readonly panel: PanelRow
  readonly lines: readonly string[]
  readonly assigned: number
  readonly attributed: number
}

/** Finds the panel with this id; undefined if it is not on the roster. */
export const panelNamed = (engine: Engine, providerId: string): Promise<PanelRow | undefined> =>
  engine.first<PanelRow>('select * from staging.panel where provider_id = $1', [providerId])

/** Reads everything that a run has about a provider. Throws a `ConfigError` if they are not on the roster. */
export const providerFacts = async (engine: Engine, providerId: string): Promise<ProviderFacts> => {
  const panel = await panelNamed(engine, providerId)
  if (!panel) {
    throw new ConfigError(
      `Expected a provider of the run's roster, found none with the id ${providerId}.`,
      'A rejected row is in quarantine/providers.csv.',
    )
  }
  const count = async (relation: string): Promise<number> =>
    (
      await engine.first<{ members: number }>(
        `select count(*) as members from ${relation} where provider_id = $1`,
        [providerId],
      )
    )?.members ?? 0
  const lines = await engine.all<{ line_of_business: string }>(
    'select line_of_business from staging.eligible_pmp where provider_id = $1 order by line_of_business',
    [providerId],
  )
  return {
    panel,
    lines: lines.map((row) => row.line_of_business),
    assigned: await count('assignment.assigned_provider'),
    attributed: await count('attribution.attributed_provider'),
  }
}
