import { buildRoom } from '../../models/build.ts'
import { findRelations } from '../../models/find.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import { writePracticeLists } from './practice-lists.ts'
import { PublicationTables } from './publication-tables.ts'
import { UploadQueue } from './upload-queue.ts'
import { writeNotices } from './write-notices.ts'

/** The tables that this stage reads after all models are built. */
const readLast = [
  'run.parameter',
  'publication.notice',
  'publication.notice_outbox',
  'publication.practice_list',
  'publication.registry',
  'publication.report_alerts',
]

/**
 * Builds what consumers read and writes it into the run: public relations, reports, practice lists
 * and notices. Which run is the published one is decided afterwards, by `night/run.ts`.
 */
export const publish = stage({
  name: 'publish',
  reads: [
    'raw',
    'run',
    'book',
    'baseline',
    'staging',
    'evidence',
    'assignment',
    'attribution',
    'reconciliation',
  ],
  writes: 'publication',
  run: async (night) => {
    const uploads = new UploadQueue(night)
    try {
      await buildAndWrite(night, uploads)
      await uploads.close()
    } catch (error) {
      await uploads.abandon()
      throw error
    }
  },
})

const buildAndWrite = async (night: Night, uploads: UploadQueue): Promise<void> => {
  const all = findRelations()
  const tables = await PublicationTables.open({ night, uploads, all, readLast })
  await buildRoom(night, 'publication', { all, whenBuilt: (relation) => tables.add(relation) })
  await recordAlerts(night)
  await tables.close()
  await writePracticeLists(night, uploads)
  await writeNotices(night, uploads)
}

/** Records how many alerts of each type there are, how many of these are new or open, and how many are gone. */
const recordAlerts = async ({ engine, manifest }: Night): Promise<void> => {
  const totals = await engine.all<{ alert_type: string; [state: string]: unknown }>(
    `select
       alert_type,
       count(case when state <> 'gone' then 1 end) as alert,
       count(case when state = 'new' then 1 end) as alert_new,
       count(case when state = 'open' then 1 end) as alert_open,
       count(case when state = 'gone' then 1 end) as alert_gone
     from publication.report_alerts group by alert_type order by alert_type`,
  )
  for (const { alert_type, ...counts } of totals) {
    for (const [group, count] of Object.entries(counts)) {
      if (Number(count) > 0) manifest.controlTotals[`${group}.${alert_type}`] = Number(count)
    }
  }
}
