import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { closeMonth } from '../../src/closing/close-month.ts'
import { verifyCloses } from '../../src/closing/verify-closes.ts'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import type { Lake } from '../../src/lake/lake.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { farLake } from '../support/far-lake.ts'
import { listing } from '../support/listing.ts'
import { withFolder } from '../support/night.ts'
import { member, panel } from '../support/small-payer.ts'
import { atPayer, nightOf } from './payer.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const closeIn = (lake: Lake, month: string): Promise<unknown> =>
  withFolder(async (spool) => {
    const engine = await openDuckDb({ spool })
    const now = new Date('2026-07-02T12:00:00Z')
    const how = { day: 1, by: null, today: '2026-07-02', now, pipeline: 'nightly', retroMonths: 3 }
    try {
      return await closeMonth({ lake, engine, spool, month, policy: 'caresource', ...how })
    } finally {
      engine.close()
    }
  })

it('months close in a remote lake just as in a local folder', async () => {
  await atPayer(async (near) => {
    await nightOf(near, '2026-06-30', {
      providers: [panel('P1')],
      enrollment: [member('M1'), member('M2', { coverage_start: '2026-06-01' })],
      current_assignments: [
        { member_id: 'M1', provider_id: 'P1', effective_date: '2025-01-01', basis: 'auto' },
      ],
    })
    await withFolder(async (folder) => {
      const [far, spool] = [path.join(folder, 'far'), path.join(folder, 'spool')]
      await cp(near, far, { recursive: true })
      await mkdir(spool)
      const there = await farLake(far, spool)
      for (const month of ['2026-05', '2026-06']) {
        await closeIn(await openLocalLake(near), month)
        await closeIn(there, month)
      }
      expect(await listing(path.join(far, 'closes'))).toEqual(
        await listing(path.join(near, 'closes')),
      )
      expect(there.fetched).toContainEqual(expect.stringMatching(/^closes\/2026-05\/member_month/))
      expect(await verifyCloses(there)).toEqual({ months: 2, years: 0, faults: [] })
    })
  })
})
