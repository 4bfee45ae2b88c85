import path from 'node:path'
import { copyNdjson } from '../../engine/file-sql.ts'
import type { Night } from '../night.ts'
import type { UploadQueue } from './upload-queue.ts'

/** The notices issued tonight, and those withdrawn tonight before they were sent. */
const files: Readonly<Record<string, string>> = {
  notices: 'select * from publication.notice_outbox order by notice_id',
  withdrawn: `select notice_id, notice_type, recipient_type, recipient_id, withdrawn_on
    from publication.notice
    where state = 'withdrawn' and withdrawn_on = (select as_of from run.parameter)
    order by notice_id`,
}

/**
 * Writes `outbox/notices.ndjson` and `outbox/withdrawn.ndjson`, empty where there are no notices, and
 * records in the manifest how many notices are in each state. Each line has all columns as keys.
 */
export const writeNotices = async (night: Night, uploads: UploadQueue): Promise<void> => {
  for (const [name, query] of Object.entries(files)) {
    const file = path.join(night.spool, `outbox-${name}.ndjson`)
    await copyNdjson(night.engine, query, file)
    await uploads.put(`outbox/${name}.ndjson`, file)
  }
  await recordCounts(night)
}

const recordCounts = async ({ engine, manifest }: Night): Promise<void> => {
  const counts = await engine.first<Record<string, number>>(
    `select count(*) filter (is_new) as issued,
       count(*) filter (state = 'open') as open,
       count(*) filter (state = 'failed') as failed,
       count(*) filter (is_late) as late,
       count(*) filter (state = 'withdrawn' and withdrawn_on = as_of) as withdrawn
     from publication.notice cross join run.parameter`,
  )
  for (const [state, notices] of Object.entries(counts ?? {}))
    manifest.controlTotals[`notice.${state}`] = notices
}
