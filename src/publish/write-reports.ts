import path from 'node:path'
import { relationsOf } from '../models/find.ts'
import type { Relation } from '../models/relation.ts'
import { copyCsv } from '../pipeline/csv.ts'
import type { Night } from '../pipeline/night.ts'
import type { Outbox } from './outbox.ts'
import { inGrainOrder } from './write-relations.ts'

const PREFIX = 'report_'

/** Writes each relation `publication.report_<name>` as `reports/<name>.csv`. */
export const writeReports = async (
  night: Night,
  outbox: Outbox,
  all: readonly Relation[],
): Promise<void> => {
  const reports = relationsOf('publication', all).filter(({ model }) => model.startsWith(PREFIX))
  for (const report of reports) {
    const name = report.model.slice(PREFIX.length)
    const file = path.join(night.spool, `report-${name}.csv`)
    await copyCsv(night.engine, inGrainOrder(report), file)
    await outbox.put(`reports/${name}.csv`, file)
  }
}
