import { expect, test } from 'vitest'
import { openBook } from '../../../src/night/book/open-book.ts'
import { recordDeliveries } from '../../../src/night/policy/deliveries.ts'
import { loadPolicyRelations } from '../../../src/night/policy/policy-relations.ts'
import { prepare } from '../../../src/night/prepare/prepare.ts'
import { rawRelations } from '../../../src/night/ingest/reading/raw-relations.ts'
import { withNight } from './night.ts'
import { createEmptyTable } from '../../../src/models/table.ts'

test('records which feeds were delivered, and stages their rows', async () => {
  const baseline = {
    runId: 'an-earlier-run',
    asOf: '2026-06-29',
    feeds: ['enrollment', 'claims'],
    accepted: {},
  }
  await withNight({ asOf: '2026-06-30', baseline }, async (night) => {
    const { engine } = night
    await openBook.run(night)
    await loadPolicyRelations.run(night)
    for (const relation of rawRelations()) await createEmptyTable(engine, relation)
    await engine.run(
      `insert into raw.enrollment (member_id, line_of_business, coverage_start, birth_date, pmp_required, zip, file_rank, record)
      values ('M1', 'HIP', '2026-01-01', '1990-01-01', 'Y', '46204', 1, 1)`,
    )
    await engine.run(
      `insert into raw.file_fate (feed, file) values
      ('enrollment', 'inbox/enrollment/a.csv'),
      ('current_assignments', 'inbox/current_assignments/a.csv')`,
    )
    await recordDeliveries.run(night)
    await prepare.run(night)
    expect(
      await engine.first('select has_system_of_record, has_baseline from run.parameter'),
    ).toEqual({ has_system_of_record: true, has_baseline: true })
    expect(await engine.all('select feed from run.feed where delivered order by feed')).toEqual([
      { feed: 'current_assignments' },
      { feed: 'enrollment' },
    ])
    expect(await engine.all('select feed from run.feed where in_baseline order by feed')).toEqual([
      { feed: 'claims' },
      { feed: 'enrollment' },
    ])
    expect(
      await engine.first('select status, state, county_fips, place_source from staging.member'),
    ).toEqual({ status: 'eligible', state: 'IN', county_fips: '18097', place_source: 'zip' })
  })
})
