import path from 'node:path'
import { literal } from '../../engine/engine.ts'
import type { Night } from '../night.ts'
import type { Outbox } from './outbox.ts'

/** What tonight issues, and what it takes back before it was sent; one JSON object a line. */
const files: Readonly<Record<string, string>> = {
  notices: 'select * from publication.notice_outbox order by notice_id',
  withdrawn: `select notice_id, notice_type, recipient_type, recipient_id, withdrawn_on
    from publication.notice
    where state = 'withdrawn' and withdrawn_on = (select as_of from run.parameter)
    order by notice_id`,
}

/**
 * Writes `outbox/notices.ndjson` and `outbox/withdrawn.ndjson`, empty where there is nothing to say,
 * and counts what waits. Keys are in the order of the columns, and each line has all of them.
 */
export const writeNotices = async (night: Night, outbox: Outbox): Promise<void> => {
  const { engine, manifest, spool } = night
  for (const [name, query] of Object.entries(files)) {
    const file = path.join(spool, `outbox-${name}.ndjson`)
    await engine.run(`copy (${query}) to ${literal(file)} (format json)`)
    await outbox.put(`outbox/${name}.ndjson`, file)
  }
  const totals = await engine.first<Record<string, number>>(
    `select count(*) filter (is_new) as issued,
       count(*) filter (state = 'open') as open,
       count(*) filter (state = 'failed') as failed,
       count(*) filter (is_late) as late,
       count(*) filter (state = 'withdrawn' and withdrawn_on = as_of) as withdrawn
     from publication.notice cross join run.parameter`,
  )
  for (const [state, notices] of Object.entries(totals ?? {}))
    manifest.controlTotals[`notice.${state}`] = notices
}
