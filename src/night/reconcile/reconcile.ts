import { buildRoom } from '../../models/build.ts'
import { dropInputs, dropUnread } from '../../models/drop-unread.ts'
import { findRelations } from '../../models/find.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import { makeGuardRails } from './guard-rails.ts'

/**
 * Compares tonight with the system of record and the baseline, adds everything up, and measures the
 * guard rails.
 */
export const reconcile = stage({
  name: 'reconcile',
  reads: ['raw', 'run', 'book', 'baseline', 'staging', 'evidence', 'assignment', 'attribution'],
  writes: 'reconciliation',
  run: async (night) => {
    const makers = { 'reconciliation.guard_rail': makeGuardRails }
    const all = findRelations()
    await buildRoom(night, 'reconciliation', makers, all, (relation) =>
      dropInputs(night.engine, relation, all),
    )
    await noteTotals(night)
    await dropUnread(night.engine, 'reconciliation', 'reconciliation')
  },
})

const noteTotals = async ({ engine, manifest }: Night): Promise<void> => {
  const totals = await engine.all<{ name: string; members: number }>(
    `select total_group || '.' || total as name, members
     from reconciliation.control_total order by total_group, total`,
  )
  for (const { name, members } of totals) manifest.controlTotals[name] = members
}
