import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { literal } from '../../../src/engine/engine.ts'
import { findRelations } from '../../../src/models/find.ts'
import { loadBaselineRelations } from '../../../src/night/prepare/load-baseline.ts'
import { withNight } from './night.ts'

const all = findRelations()

test('without a baseline, its relations are empty', async () => {
  await withNight({ asOf: '2026-06-30' }, async (night) => {
    await loadBaselineRelations(night, all)
    expect(await night.engine.all('from baseline.assigned_provider')).toEqual([])
    expect(await night.engine.all('from baseline.system_of_record')).toEqual([])
  })
})

test("the baseline's relations are loaded, with null for a column that it did not have", async () => {
  const baseline = { runId: 'an-earlier-run', asOf: '2026-06-29', feeds: [], accepted: {} }
  await withNight({ asOf: '2026-06-30', baseline }, async (night, folder) => {
    const file = path.join(folder, 'runs/an-earlier-run/staging/system_of_record.parquet')
    await mkdir(path.dirname(file), { recursive: true })
    await night.engine.run(
      `copy (select 'M1' as member_id, 'P1' as provider_id, 'old' as forgotten) to ${literal(file)}`,
    )
    await loadBaselineRelations(night, all)
    expect(await night.engine.all('from baseline.system_of_record')).toEqual([
      { member_id: 'M1', provider_id: 'P1', effective_date: null, basis: null },
    ])
    expect(await night.engine.all('from baseline.assigned_provider')).toEqual([])
  })
})
