import { EmpanelError } from '../../base/errors.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import { type FeedPlan, planFeeds } from './plan.ts'
import { writeQuarantine } from './quarantine.ts'
import { readClaims } from './claims/read-claims.ts'
import { refuseDamaged } from '../../formats/damaged-file.ts'
import { readRows } from './read-rows.ts'
import { refuseReplaced } from './delivery/replaced.ts'
import { createRelations, dropWork } from './work.ts'

/**
 * Reads tonight's deliveries into `raw`: accepted rows typed, rejected ones with their reasons, and
 * what became of every row. A feed that did not come has its relations, empty.
 *
 * Throws `InputRefused` for a file that can't be used as a whole; the rows that were rejected until
 * then are in quarantine.
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
      for (const plan of plans) await refuseChanged(night, plan)
    } catch (error) {
      if (error instanceof EmpanelError) await writeQuarantine(night)
      throw error
    }
    await dropWork(night.engine)
    await writeQuarantine(night)
  },
})

const refuseChanged = async ({ lake }: Night, { files, joined }: FeedPlan): Promise<void> => {
  for (const { file } of [...files.map(({ open }) => open), ...joined]) {
    await refuseReplaced(lake, file)
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
  const [read] = await night.engine.all<{ n: number }>(
    `select coalesce(sum(read), 0) as n from raw.file_fate where feed = $1`,
    [feed.name],
  )
  night.log.info({ feed: feed.name, files: files.length, rows: read?.n }, 'feed was read')
}
