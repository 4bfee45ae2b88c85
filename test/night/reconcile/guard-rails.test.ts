import { expect, it } from 'vitest'
import type { GuardRail } from '../../../src/runs/manifest.ts'
import { relationNamed } from '../../../src/models/find.ts'
import { createEmptyTable } from '../../../src/models/table.ts'
import { rawRelations } from '../../../src/night/ingest/reading/raw-relations.ts'
import { buildGuardRails } from '../../../src/night/reconcile/guard-rails.ts'
import { withNight } from '../../support/one-room.ts'
import type { Baseline } from '../../../src/runs/baseline.ts'

interface Given {
  /** Rows of guard_rail_measure: rail, subject, numerator, denominator. */
  readonly measures?: readonly (readonly [string, string, number, number])[]
  /** Accepted rows by feed; a feed that is not here has no file. */
  readonly accepted?: Readonly<Record<string, number>>
  readonly baseline?: Readonly<Record<string, number>>
  readonly uri?: string
  readonly maxAge?: number
}

const run: Omit<Baseline, 'feeds' | 'accepted'> = { runId: 'R0', asOf: '2026-06-29' }

const railsOf = async (given: Given): Promise<Record<string, GuardRail>> => {
  const { measures = [], accepted = {}, baseline, uri = 'inbox/a.csv', maxAge } = given
  const feeds = maxAge === undefined ? '' : `max_age_days: ${maxAge}`
  return withNight(
    {
      pipeline: `feeds: {enrollment: {${feeds}}, claims: {}}`,
      ...(baseline && { baseline: { ...run, feeds: Object.keys(baseline), accepted: baseline } }),
    },
    async (night) => {
      const { engine, manifest } = night
      await engine.run(
        `create schema reconciliation;
         create table reconciliation.guard_rail_measure
           (rail VARCHAR, subject VARCHAR, numerator BIGINT, denominator BIGINT)`,
      )
      await createEmptyTable(engine, relationNamed('raw.file_fate', rawRelations()))
      await createEmptyTable(engine, relationNamed('evidence.claim_fate'))
      for (const [feed, rows] of Object.entries(accepted)) {
        await engine.run('insert into raw.file_fate (feed, file, accepted) values ($1, $2, $3)', [
          feed,
          uri,
          rows,
        ])
      }
      for (const measure of measures) {
        await engine.run(
          'insert into reconciliation.guard_rail_measure values ($1, $2, $3, $4)',
          measure,
        )
      }
      await buildGuardRails(night, relationNamed('reconciliation.guard_rail'))
      const stored = await engine.all('select * from reconciliation.guard_rail')
      expect(stored.length).toBe(manifest.guardRails.length)
      return Object.fromEntries(manifest.guardRails.map((rail) => [rail.name, rail]))
    },
  )
}

it('is crossed beyond its limit, not at it', async () => {
  const at = await railsOf({ measures: [['system_of_record_changed', '', 10, 100]] })
  expect(at['system_of_record_changed']).toMatchObject({ value: 0.1, limit: 0.1, crossed: false })
  const beyond = await railsOf({ measures: [['system_of_record_changed', '', 11, 100]] })
  expect(beyond['system_of_record_changed']).toEqual({
    name: 'system_of_record_changed',
    value: 0.11,
    limit: 0.1,
    crossed: true,
    detail: '11 changed of 100 members in the system of record',
  })
})

it('measures nothing without a denominator, and does not hold the night', async () => {
  const rails = await railsOf({
    measures: [
      ['system_of_record_ended', '', 0, 0],
      ['attribution_moved', '', 0, 0],
    ],
    accepted: { enrollment: 5 },
  })
  expect(Object.values(rails).every(({ value, crossed }) => value === null && !crossed)).toBe(true)
  expect(rails['attribution_moved']?.detail).toBe('not measured: no baseline')
})

it('measures the largest share that any panel of 50 or more members loses', async () => {
  const rails = await railsOf({
    measures: [
      ['panel_loss', 'P1', 49, 49],
      ['panel_loss', 'P2', 13, 50],
      ['panel_loss', 'P3', 20, 100],
    ],
  })
  expect(rails['panel_loss:P2']).toMatchObject({
    value: 0.26,
    crossed: true,
    detail: 'provider P2 loses 13 of 50 members',
  })
})

it('compares the rows of a feed with those that the baseline accepted', async () => {
  const rails = await railsOf({
    accepted: { enrollment: 79, claims: 151 },
    baseline: { enrollment: 100, claims: 100 },
  })
  expect(rails['rows_down:enrollment']).toMatchObject({ value: 0.21, limit: 0.2, crossed: true })
  expect(rails['rows_up:enrollment']).toMatchObject({ value: 0, crossed: false })
  expect(rails['rows_up:claims']).toMatchObject({ value: 0.51, limit: 0.5, crossed: true })
})

it('holds the night for a feed that the baseline had and this night lacks', async () => {
  const rails = await railsOf({
    accepted: { enrollment: 100 },
    baseline: { enrollment: 100, claims: 100 },
  })
  expect(rails['feed_missing:claims']).toMatchObject({ value: 1, limit: 0, crossed: true })
  expect(Object.keys(rails)).not.toContain('feed_missing:links')
})

it('measures the age of a feed by the newest date in the names of its deliveries', async () => {
  const old = await railsOf({
    accepted: { enrollment: 1 },
    uri: 'inbox/enrollment/2026-06-01/enrollment_20260627.csv',
    maxAge: 2,
  })
  expect(old['max_age_days:enrollment']).toMatchObject({ value: 3, limit: 2, crossed: true })
  const nameless = await railsOf({
    accepted: { enrollment: 1 },
    uri: 'inbox/enrollment/99999999.csv',
    maxAge: 2,
  })
  expect(nameless['max_age_days:enrollment']).toMatchObject({ value: null, crossed: false })
})

it('never measures the size of answer feeds', async () => {
  const rails = await railsOf({
    accepted: { load_results: 500 },
    baseline: { load_results: 1, notice_results: 40 },
  })
  expect(Object.keys(rails).filter((name) => /results/.test(name))).toEqual([])
})
