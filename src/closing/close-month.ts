import path from 'node:path'
import type { Engine } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import { addMonths, dayIn } from '../base/months.ts'
import { buildOnDemand, rowsOnDemand } from '../models/build-on-demand.ts'
import { soundChain } from '../requests/chain.ts'
import { type Close, MANIFEST, closeKey, memberMonthFile, readCloseChain } from './closes.ts'
import { type ClosingRuns, manifestOf, pickRuns, publishedRuns } from './pick-runs.ts'
import { refuseOutOfOrder, refuseTaken, refuseTooEarly, refuseWithoutRun } from './refusals.ts'
import { viewOf, viewsOfRuns } from './run-views.ts'
import { keepFiles } from './write-files.ts'

/** The month to close, who closes it and when. */
export interface CloseRequest {
  readonly lake: Lake
  readonly engine: Engine
  /** A private folder. */
  readonly spool: string
  readonly month: string
  readonly day: number
  readonly by: string | null
  /** Today in the payer's time zone, and this instant. */
  readonly today: string
  readonly now: Date
  readonly pipeline: string
  readonly policy: string
  readonly retroMonths: number
}

/**
 * Closes a month: writes its member-months, and what changed in the months before within reach, as
 * files that are never rewritten. The manifest is written last: without it nothing was closed.
 */
export const closeMonth = async (request: CloseRequest): Promise<Close> => {
  const { lake, engine, spool, month, day, retroMonths } = request
  const fixedDay = dayIn(month, day)
  refuseTooEarly(request, fixedDay)
  const { closes, lastHash } = await readCloseChain(lake)
  refuseOutOfOrder(request, closes)
  const runs = await publishedRuns(lake, request.pipeline)
  const picked = pickRuns(runs, fixedDay) ?? refuseWithoutRun(request, fixedDay, runs.at(-1))
  const { head } = await soundChain(lake)
  await buildClose(request, closes, picked)
  const [rows] = await rowsOnDemand<Close['rows']>(engine, 'closing.row_count')
  if (!rows) throw new Error('closing.row_count has one row')

  const close: Close = {
    month,
    pipeline: request.pipeline,
    policy: request.policy,
    day,
    fixed_day: fixedDay,
    retro_months: retroMonths,
    closed_by: request.by,
    closed_at: request.now.toISOString(),
    run_id: picked.known.run_id,
    as_of: picked.known.as_of,
    month_run_id: picked.ofMonth.run_id,
    month_as_of: picked.ofMonth.as_of,
    requests_head: head,
    previous: lastHash,
    rows,
    files: await keepFiles({ lake, engine, folder: `closes/${month}` }, [
      { name: 'member_month', relation: 'closing.entry', file: path.join(spool, 'member_month') },
      {
        name: 'not_adjusted',
        relation: 'closing.not_adjusted',
        file: path.join(spool, 'not_adjusted'),
      },
    ]),
  }
  const key = closeKey(month, MANIFEST)
  if (!(await lake.writeIfAbsent(key, `${JSON.stringify(close, null, 2)}\n`))) refuseTaken(month)
  return close
}

/** Builds the rows of a close: `closing.entry`, `closing.not_adjusted` and `closing.row_count`. */
const buildClose = async (
  { lake, engine, month, day, retroMonths }: CloseRequest,
  closes: readonly Close[],
  { known, ofMonth }: ClosingRuns,
): Promise<void> => {
  const oldest = addMonths(month, -retroMonths)
  const before = closes.map((close) => ({
    month: close.month,
    fixed_day: close.fixed_day,
    scope: close.month >= oldest ? 'within_reach' : 'beyond_reach',
  }))
  const listed = [{ month, run: await manifestOf(lake, ofMonth.run_id) }]
  for (const close of closes.filter((one) => one.month >= oldest)) {
    listed.push({ month: close.month, run: await manifestOf(lake, close.month_run_id) })
  }
  const newest = await manifestOf(lake, known.run_id)
  const written = await Promise.all(closes.map((close) => memberMonthFile(lake, close)))
  await buildOnDemand(engine, ['closing.row_count'], {
    ...(await viewsOfRuns(lake, newest, listed)),
    'closing.month': [...before, { month, fixed_day: dayIn(month, day), scope: 'closing' }],
    'closing.written_entry': viewOf(written.map((file) => ({ file }))),
  })
}
