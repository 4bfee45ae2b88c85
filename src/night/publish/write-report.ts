import path from 'node:path'
import type { Relation } from '../../models/relation.ts'
import { copyCsv } from '../../engine/csv.ts'
import type { Night } from '../night.ts'
import type { Outbox } from './outbox.ts'
import { inGrainOrder } from '../../models/in-grain-order.ts'

const PREFIX = 'report_'

/** Whether a relation is one of `publication.report_<name>`. */
export const isReport = ({ room, model }: Relation): boolean =>
  room === 'publication' && model.startsWith(PREFIX)

/** Writes a report as `reports/<name>.csv`. */
export const writeReport = async (
  night: Night,
  outbox: Outbox,
  report: Relation,
): Promise<void> => {
  const name = report.model.slice(PREFIX.length)
  const file = path.join(night.spool, `report-${name}.csv`)
  await copyCsv(night.engine, inGrainOrder(report), file)
  await outbox.put(`reports/${name}.csv`, file)
}
