import path from 'node:path'
import { literal } from '../../../engine/engine.ts'
import { copyCsv } from '../../../engine/csv.ts'
import type { Night } from '../../night.ts'
import { writeOutput } from '../../../runs/output.ts'

/** Writes `quarantine/<feed>.csv` and `.parquet` for every feed with rejected rows. */
export const writeQuarantine = async (night: Night): Promise<void> => {
  const feeds = await night.engine.all<{ feed: string }>(
    'select distinct feed from raw.rejected_row order by feed',
  )
  for (const { feed } of feeds) {
    const query = `select file, record, "column", reason, raw from raw.rejected_row
      where feed = ${literal(feed)} order by file_rank, file, record`
    const csv = path.join(night.spool, `quarantine-${feed}.csv`)
    const parquet = path.join(night.spool, `quarantine-${feed}.parquet`)
    await copyCsv(night.engine, query, csv)
    await night.engine.run(`copy (${query}) to ${literal(parquet)} (format parquet)`)
    await writeOutput(night, `quarantine/${feed}.csv`, csv)
    await writeOutput(night, `quarantine/${feed}.parquet`, parquet)
  }
}
