import { buildRoom } from '../../models/build.ts'
import { findRelations } from '../../models/find.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import { Outbox } from './outbox.ts'
import { writePracticeLists } from './practice-lists.ts'
import { Shelf } from './shelf.ts'
import { writeNotices } from './write-notices.ts'

/** What this stage reads itself, once all models are built. */
const readLast = [
  'run.parameter',
  'publication.notice',
  'publication.notice_outbox',
  'publication.practice_list',
  'publication.registry',
  'publication.report_alerts',
]

/**
 * Builds what consumers read, and writes it into the run: public relations, reports, each
 * practice's list and the notices. Which run is the published one is for the pipeline to say, afterwards.
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
    const outbox = new Outbox(night)
    try {
      await buildAndWrite(night, outbox)
      await outbox.close()
    } catch (error) {
      await outbox.abandon()
      throw error
    }
  },
})

const buildAndWrite = async (night: Night, outbox: Outbox): Promise<void> => {
  const all = findRelations()
  const shelf = await Shelf.open(night, outbox, all, readLast)
  await buildRoom(night, 'publication', {}, all, (relation) => shelf.add(relation))
  await noteAlerts(night)
  await shelf.close()
  await writePracticeLists(night, outbox)
  await writeNotices(night, outbox)
}

/** How many alerts of each type stand, and of these are new, and how many are gone. */
const noteAlerts = async ({ engine, manifest }: Night): Promise<void> => {
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
