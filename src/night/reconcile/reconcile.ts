import { buildRoom } from '../../models/build.ts'
import { dropInputs, dropUnread } from '../../models/drop-unread.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import { buildGuardRails } from './guard-rails.ts'

/**
 * Compares tonight with the system of record and the baseline, computes the control totals, and
 * measures the guard rails.
 */
export const reconcile = stage({
  name: 'reconcile',
  reads: ['raw', 'run', 'book', 'baseline', 'staging', 'evidence', 'assignment', 'attribution'],
  writes: 'reconciliation',
  run: async (night) => {
    await buildRoom(night, 'reconciliation', {
      builders: { 'reconciliation.guard_rail': buildGuardRails },
      whenBuilt: (relation) => dropInputs(night.engine, relation),
    })
    await recordTotals(night)
    await dropUnread(night.engine, 'reconciliation', 'reconciliation')
  },
})

const recordTotals = async ({ engine, manifest }: Night): Promise<void> => {
  const totals = await engine.all<{ name: string; members: number }>(
    `select total_group || '.' || total as name, members
     from reconciliation.control_total order by total_group, total`,
  )
  for (const { name, members } of totals) manifest.controlTotals[name] = members
}
