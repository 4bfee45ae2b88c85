import type { Value } from '../../engine/engine.ts'
import { feedNames } from '../../feeds/index.ts'
import { buildRoom, fromRows } from '../../models/build.ts'
import type { Rows } from '../../models/table.ts'
import type { Night } from '../night.ts'
import { panelTestRows } from '../../rules/panel-tests.ts'
import { reasonRows } from '../../rules/vocabulary.ts'
import { stage } from '../stage.ts'
import { addDays } from '../../base/days.ts'
import { codeRows, revenueRows } from './code-rows.ts'
import { parameterRow } from './parameters.ts'
import { places } from './places.ts'
import { stepRows } from './step-rows.ts'

/**
 * Builds the rows that models join in place of settings. Runs before any file is read, because ingest
 * needs the codes; which feeds were delivered is recorded later, by `deliveries`.
 */
export const loadPolicyRelations = stage({
  name: 'policy',
  reads: [],
  writes: 'run',
  run: async (night) => {
    const builders = Object.entries(policyRows(night)).map(
      ([model, rows]) => [`run.${model}`, fromRows(rows)] as const,
    )
    await buildRoom(night, 'run', {
      builders: { ...Object.fromEntries(builders), 'run.calendar': buildCalendar },
    })
    night.manifest.parameters['policy'] = night.policy
  },
})

/** The rows of each relation of `run`, by the relation's name without its schema. */
const policyRows = (night: Night): Record<string, Rows> => {
  const { policy, asOf, baseline, manifest } = night
  const parameter = parameterRow(policy, asOf, baseline?.asOf)
  const yearOf = (date: Value | undefined): number => Number(String(date).slice(0, 4))
  const codes = codeRows(policy, yearOf(parameter['evidence_start']), yearOf(asOf))
  manifest.notes.push(...codes.notes)
  const { zips, counties } = places()
  return {
    parameter: [parameter],
    policy_step: stepRows(policy),
    reason: reasonRows().map((row) => ({ ...row })),
    panel_test: panelTestRows,
    procedure_code: codes.rows,
    kept_code: [...new Set(codes.rows.map((row) => row['procedure_code'] ?? null))].map(
      (procedure_code) => ({ procedure_code }),
    ),
    place_of_service: [
      ...listRows('excluded', policy.attribution.excluded_places_of_service),
      ...listRows('emergency', policy.emergency.places_of_service),
    ],
    revenue_code: revenueRows('emergency', policy.emergency.revenue_codes),
    specialty: Object.entries(policy.specialties).map(([specialty, serves]) => ({
      specialty,
      min_age: serves.min_age ?? null,
      max_age: serves.max_age ?? null,
      gender: serves.gender ?? null,
      may_be_given: serves.may_be_given ?? true,
    })),
    line_of_business: policy.lines_of_business.order.map((line_of_business, index) => ({
      line_of_business,
      line_rank: index + 1,
    })),
    county_access: Object.entries(policy.assignment.county_types).flatMap(
      ([county_type, { access_miles, counties }]) =>
        counties.map((county_fips) => ({ county_fips, county_type, access_miles })),
    ),
    notice_type: Object.entries(policy.notices.days).map(([notice_type, days]) => ({
      notice_type,
      due_date: addDays(asOf, days),
    })),
    leaving_notice: leavingRows(policy),
    facility_type: policy.residential_facility_types.map((facility_type) => ({ facility_type })),
    ending_milestone: [...new Set(policy.alerts.pmp_ending_days)].map((days) => ({
      days,
      until: addDays(asOf, days),
    })),
    zip: zips,
    county: counties,
    feed: feedRows(night),
  }
}

/** How long before a PMP leaves its members get notice, by line of business; '' for the other lines. */
const leavingRows = ({ notices: { pmp_leaving: leaving } }: Night['policy']): Rows =>
  Object.entries({ ...leaving.before_end_days_by_line, '': leaving.before_end_days }).map(
    ([line_of_business, days_before]) => ({ line_of_business, days_before }),
  )

const listRows = (list: string, codes: readonly string[]): Rows =>
  codes.map((place_of_service) => ({ list, place_of_service }))

/** Every feed, none delivered so far. */
const feedRows = ({ baseline }: Night): Rows =>
  feedNames.map((feed) => ({
    feed,
    delivered: false,
    in_baseline: baseline?.feeds.includes(feed) ?? false,
  }))

const buildCalendar = async ({ engine, asOf }: Night): Promise<void> => {
  await engine.run(
    `create table run.calendar as
    select
      cast(day as date) as day,
      cast(day + interval 1 day as date) as next_day,
      cast(date_diff('day', date '1900-01-01', cast(day as date)) as integer) as day_number,
      isodow(day) <= 5 as is_working_day
    from generate_series(timestamp '1900-01-01', cast($1 as timestamp) + interval 5 years, interval 1 day) as days(day)`,
    [asOf],
  )
}
