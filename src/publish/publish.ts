import { buildRoom } from '../models/build.ts'
import { findRelations } from '../models/find.ts'
import type { Night } from '../pipeline/night.ts'
import { stage } from '../pipeline/stage.ts'
import { Outbox } from './outbox.ts'
import { writePracticeLists } from './practice-lists.ts'
import { writeRelations } from './write-relations.ts'
import { writeReports } from './write-reports.ts'

/**
 * Builds what consumers read, and writes it into the run: public relations, reports and each
 * practice's list. Which run is the published one is for the pipeline to say, afterwards.
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
    const all = findRelations()
    await buildRoom(night, 'publication', {}, all)
    await noteAlerts(night)
    const outbox = new Outbox(night)
    await writeRelations(night, outbox, all)
    await writeReports(night, outbox, all)
    await writePracticeLists(night, outbox)
    await outbox.close()
  },
})

const noteAlerts = async ({ engine, manifest }: Night): Promise<void> => {
  const totals = await engine.all<{ alert_type: string; alerts: number }>(
    `select alert_type, count(*) as alerts from publication.alert
     group by alert_type order by alert_type`,
  )
  for (const { alert_type, alerts } of totals)
    manifest.controlTotals[`alert.${alert_type}`] = alerts
}
