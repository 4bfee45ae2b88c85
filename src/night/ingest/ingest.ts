import { EmpanelError } from '../../base/errors.ts'
import { refuseDamaged } from '../../formats/damaged-file.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import { readClaims } from './claims/read-claims.ts'
import { refuseChanged } from './delivery/refuse-changed.ts'
import type { FeedPlan } from './plan/feed-plan.ts'
import { planFeeds } from './plan/plan-feeds.ts'
import { writeQuarantine } from './reading/quarantine.ts'
import { readRows } from './reading/read-rows.ts'
import { createRelations, dropWorkTables } from './reading/work-tables.ts'

/**
 * Reads tonight's deliveries into `raw`: accepted rows with their types, rejected rows with their
 * reasons, and row counts by outcome for every file. The relations of a feed without a delivery are
 * empty.
 *
 * @throws InputRefused for a file that cannot be used at all; the rows rejected so far are then
 * written to quarantine
 */
export const ingest = stage({
  name: 'ingest',
  reads: ['run'],
  writes: 'raw',
  run: async (night) => {
    await createRelations(night.engine)
    try {
      const plans = await planFeeds(night)
      for (const plan of plans) await readFeed(night, plan)
      for (const plan of plans) await refuseChangedInputs(night, plan)
    } catch (error) {
      if (error instanceof EmpanelError) await writeQuarantine(night)
      throw error
    }
    await dropWorkTables(night.engine)
    await writeQuarantine(night)
  },
})

const refuseChangedInputs = async ({ lake }: Night, { files, joined }: FeedPlan): Promise<void> => {
  for (const { file } of [...files.map(({ open }) => open), ...joined]) {
    await refuseChanged(lake, file)
  }
}

const readFeed = async (night: Night, plan: FeedPlan): Promise<void> => {
  const { feed, files } = plan
  night.progress.start(`reading ${feed.name}`, files.length)
  const keys = files.map(({ open }) => open.file.key).join(', ')
  await refuseDamaged(keys, () =>
    feed.name === 'claims' ? readClaims(night, plan) : readRows(night, plan),
  )
  night.progress.end()
  const counted = await night.engine.first<{ rows: number }>(
    `select coalesce(sum(read), 0) as rows from raw.file_fate where feed = $1`,
    [feed.name],
  )
  night.log.info({ feed: feed.name, files: files.length, rows: counted?.rows }, 'read feed')
}
