import path from 'node:path'
import { copyCsv } from '../../engine/csv.ts'
import { inGrainOrder } from '../../models/in-grain-order.ts'
import type { Relation } from '../../models/relation.ts'
import type { Night } from '../night.ts'
import type { UploadQueue } from './upload-queue.ts'

const PREFIX = 'report_'

/** Whether a relation is one of `publication.report_<name>`. */
export const isReport = ({ room, model }: Relation): boolean =>
  room === 'publication' && model.startsWith(PREFIX)

/** Writes a report as `reports/<name>.csv`. */
export const writeReport = async (
  night: Night,
  uploads: UploadQueue,
  report: Relation,
): Promise<void> => {
  const name = report.model.slice(PREFIX.length)
  const file = path.join(night.spool, `report-${name}.csv`)
  await copyCsv(night.engine, inGrainOrder(report), file)
  await uploads.put(`reports/${name}.csv`, file)
}
