import { describe, expect, test } from 'vitest'
import { loadPolicy } from '../../../src/config/policy.ts'
import { loadPolicyRelations } from '../../../src/night/policy/policy-relations.ts'
import { parameterRow } from '../../../src/night/policy/parameters.ts'
import { nightlyPipeline, withNight } from '../prepare/night.ts'

describe('run.parameter', () => {
  test('has the windows of the policy, which exclude their start', async () => {
    const policy = await loadPolicy(nightlyPipeline, 'caresource')
    expect(parameterRow(policy, '2026-06-30', undefined)).toMatchObject({
      visit_window_start: '2024-06-30',
      gap_window_start: '2025-06-30',
      emergency_window_start: '2025-12-30',
      evidence_start: '2023-12-30',
    })
  })

  test('starts a window on the last day of a month that is too short', async () => {
    const policy = await loadPolicy(nightlyPipeline, 'caresource')
    const on = (asOf: string) => parameterRow(policy, asOf, undefined)
    expect(on('2024-02-29')).toMatchObject({
      visit_window_start: '2022-02-28',
      emergency_window_start: '2023-08-29',
    })
    expect(on('2026-08-31')).toMatchObject({ emergency_window_start: '2026-02-28' })
    expect(on('2026-02-28')).toMatchObject({ visit_window_start: '2024-02-28' })
  })

  test('starts changes on the as-of date or on the first of the next month', async () => {
    const policy = await loadPolicy(nightlyPipeline, 'caresource')
    const assignment = { ...policy.assignment, effective_on: 'next_month' as const }
    expect(parameterRow(policy, '2026-12-15', undefined)).toMatchObject({
      change_effective_date: '2026-12-15',
    })
    expect(parameterRow({ ...policy, assignment }, '2026-12-15', undefined)).toMatchObject({
      change_effective_date: '2027-01-01',
    })
  })

  test('has the first and last days that capacity and alerts consider', async () => {
    const policy = await loadPolicy(nightlyPipeline, 'caresource')
    expect(parameterRow(policy, '2026-06-30', undefined)).toMatchObject({
      scheduled_until: '2026-07-27',
      rendered_after: '2026-06-02',
      ageing_out_until: '2026-09-28',
      coverage_alert_until: '2026-07-14',
      exception_alert_until: '2026-07-30',
    })
    expect(parameterRow(policy, '2028-02-15', undefined)).toMatchObject({
      coverage_alert_until: '2028-02-29',
    })
  })

  test('starts the evidence with the longest window, capacity included', async () => {
    const policy = await loadPolicy(nightlyPipeline, 'caresource')
    const short = {
      ...policy,
      attribution: { ...policy.attribution, visit_window_months: 1 },
      gaps: {
        ...policy.gaps,
        visit_months: 1,
        emergency: { months: 1, min_visits: 2 },
        well_visit: { ...policy.gaps.well_visit, first_months: 1, second_months: 1 },
      },
      capacity: { ...policy.capacity, weeks_back: 10 },
    }
    expect(parameterRow(short, '2026-06-30', undefined)).toMatchObject({
      rendered_after: '2026-04-21',
      evidence_start: '2026-04-21',
    })
  })
})

describe('the relations of the policy', () => {
  test('exist before any file is read', async () => {
    await withNight({ asOf: '2026-06-30' }, async (night) => {
      await loadPolicyRelations.run(night)
      const { all, first } = {
        all: (sql: string) => night.engine.all(sql),
        first: (sql: string) => night.engine.first(sql),
      }
      const { assignment, attribution } = night.policy
      expect(await all('select step from run.policy_step order by question, step_rank')).toEqual(
        [...assignment.steps, ...attribution.steps].map(({ step }) => ({ step })),
      )
      expect(await all('from run.specialty where not may_be_given')).toHaveLength(4)
      expect(
        await all(
          "select revenue_code from run.revenue_code where revenue_code in ('0450', '450')",
        ),
      ).toHaveLength(2)
      expect(
        await first("select * from run.kept_code where procedure_code = '99213'"),
      ).toBeDefined()
      expect(await all('from run.feed where delivered')).toEqual([])
      expect(
        await first(
          "select cast(next_day as varchar) as d from run.calendar where day = '2024-02-28'",
        ),
      ).toEqual({ d: '2024-02-29' })
      expect(
        await all(
          "select strftime(day, '%a') as d from run.calendar where day >= '2026-06-24' and is_working_day and day <= '2026-06-30'",
        ),
      ).toEqual(['Wed', 'Thu', 'Fri', 'Mon', 'Tue'].map((d) => ({ d })))
      expect(
        await all(
          'select days, cast(until as varchar) as until from run.ending_milestone order by days',
        ),
      ).toEqual([
        { days: 45, until: '2026-08-14' },
        { days: 60, until: '2026-08-29' },
        { days: 90, until: '2026-09-28' },
      ])
      expect(night.manifest.notes).toEqual([])
    })
  })

  test('use the latest earlier list for a year without one, and note it', async () => {
    await withNight({ asOf: '2027-01-31' }, async (night) => {
      await loadPolicyRelations.run(night)
      expect(
        await night.engine.first(
          "from run.procedure_code where service_year = 2027 and procedure_code = 'T1015'",
        ),
      ).toBeDefined()
      expect(night.manifest.notes).toContain(
        'primary_care: no list of codes for 2027; used the list of 2026',
      )
    })
  })
})

describe('places', () => {
  test('have the Census centroid of a ZIP code, its state and its county', async () => {
    await withNight({ asOf: '2026-06-30' }, async (night) => {
      await loadPolicyRelations.run(night)
      const zip = await night.engine.first("from run.zip where zip = '46204'")
      expect(zip).toMatchObject({ state: 'IN', county_fips: '18097' })
      expect(Number(zip?.['latitude'])).toBeCloseTo(39.77, 1)
      const county = await night.engine.first("from run.county where county_fips = '21111'")
      expect(county).toMatchObject({ county_name: 'Jefferson', state: 'KY' })
      expect(Number(county?.['longitude'])).toBeCloseTo(-85.7, 0)
    })
  })
})
