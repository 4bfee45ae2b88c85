import type { Engine } from '../../engine/engine.ts'
import type { Builder } from '../../models/build.ts'
import { type EngineBuilders, buildMissing } from '../../models/build-missing.ts'
import { relationNamed } from '../../models/find.ts'
import { createEmptyTable, createTableOf } from '../../models/table.ts'
import { makeStartDistance } from '../../night/assign/adapter.ts'
import { panelNamed } from './provider-facts.ts'
import type { Test } from './provider-tests.ts'

/** The assumed request: this provider as the primary provider of this facility. */
interface Assumed {
  readonly facilityId: string
  readonly providerId: string
  readonly asOf: string
}

const validations = ['licensing', 'credentials', 'availability', 'geography', 'insurance'] as const

/**
 * Runs the five validations of an assumed request with the night's own models on the relations of a
 * run. The reason of a validation that passes is its own name. A run keeps lines of business only for
 * eligible PMPs, so insurance is left out for others. Undefined if the provider is not on the roster.
 */
export const facilityTests = async (
  engine: Engine,
  assumed: Assumed,
): Promise<Test[] | undefined> => {
  if ((await panelNamed(engine, assumed.providerId)) === undefined) return undefined
  await assume(engine, assumed)
  await buildMissing(
    engine,
    validations.map((validation) => `assignment.validation_${validation}`),
    builders,
  )
  const { lines = 0 } =
    (await engine.first<{ lines: number }>(
      'select count(*) as lines from staging.eligible_pmp where provider_id = $1',
      [assumed.providerId],
    )) ?? {}
  const tests: Test[] = []
  for (const validation of validations) {
    if (validation === 'insurance' && lines === 0) continue
    const row = await engine.first<{ reason: string | null } & Omit<Test, 'reason' | 'passed'>>(
      `select reason, found, limit_value as limit from assignment.validation_${validation}
       where request_id = $1`,
      [ASSUMED],
    )
    if (row) tests.push({ ...row, reason: row.reason ?? validation, passed: row.reason === null })
  }
  return tests
}

/** The id of the assumed request; no request of the book has it. */
const ASSUMED = '(assumed)'

const empty: Builder<{ readonly engine: Engine }> = ({ engine }, relation) =>
  createEmptyTable(engine, relation)

/** Relations that no validation of a facility reads are empty. */
const builders: EngineBuilders = {
  'assignment.start_distance': makeStartDistance,
  'book.panel_addition': empty,
  'book.coverage': empty,
}

/** Adds the assumed request to the run's requests for facilities, and gives the run's rows the names of feeds. */
const assume = async (engine: Engine, { facilityId, providerId, asOf }: Assumed): Promise<void> => {
  await createTableOf(engine, relationNamed('assignment.proposed_start'), [
    {
      request_id: ASSUMED,
      kind: 'assign_facility',
      part_type: 'facility',
      part_id: facilityId,
      provider_id: providerId,
      role: 'primary',
      specialty: '',
      from_date: asOf,
      to_date: '9999-12-31',
    },
  ])
  await engine.run(`
    create schema if not exists baseline; create schema if not exists raw;
    insert into assignment.proposed_start by name
    select request_id, kind, part_type, part_id, provider_id, role, specialty, from_date, to_date
    from assignment.request_start where part_type = 'facility';
    create view baseline.request_start as select * from assignment.request_start;
    create view raw.facility_credential as select * from staging.facility_credential;
    create view raw.provider_credential as select * from staging.panel_credential;
    create view raw.provider_line_of_business as select * from staging.eligible_pmp`)
  for (const name of ['assignment.standing', 'staging.prior', 'evidence.visit_summary']) {
    await createEmptyTable(engine, relationNamed(name))
  }
}
