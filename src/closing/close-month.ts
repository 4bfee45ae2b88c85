import path from 'node:path'
import type { Engine } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import type { Publication } from '../runs/published.ts'
import { soundChain } from '../requests/chain.ts'
import { type Close, MANIFEST, closeKey, closedFileOf, readTexts } from './closes.ts'
import { ENTRIES, MISSED, makeEntries, makeMissed, makeStanding } from './entries.ts'
import { addMonths, dayIn } from '../base/months.ts'
import { manifestOf, pickRuns, publishedRuns } from './pick-runs.ts'
import { refuseOutOfOrder, refuseTaken, refuseTooEarly, refuseWithoutRun } from './refusals.ts'
import { addTruth, makeTruth, openKnown, openListed } from './truth.ts'
import { keepFiles } from './write-files.ts'

/** What is to be closed, by whom and when. */
export interface CloseRequest {
  readonly lake: Lake
  readonly engine: Engine
  /** A private folder. */
  readonly spool: string
  readonly month: string
  readonly day: number
  readonly by: string | null
  /** Today where the payer is, and this instant. */
  readonly today: string
  readonly now: Date
  readonly pipeline: string
  readonly policy: string
  readonly retroMonths: number
}

/**
 * Closes a month: writes its member-months, and what changed in the months before within reach, as
 * files that are never rewritten. The manifest comes last: without it nothing was closed.
 */
export const closeMonth = async (request: CloseRequest): Promise<Close> => {
  const { lake, engine, spool, month, day, retroMonths } = request
  const fixedDay = dayIn(month, day)
  refuseTooEarly(request, fixedDay)
  const { closes, last } = await readTexts(lake)
  refuseOutOfOrder(request, closes)
  const runs = await publishedRuns(lake, request.pipeline)
  const picked = pickRuns(runs, fixedDay) ?? refuseWithoutRun(request, fixedDay, runs.at(-1))
  const { head } = await soundChain(lake)

  const reach = closes.filter((close) => close.month >= addMonths(month, -retroMonths))
  const beyond = closes.filter((close) => close.month < addMonths(month, -retroMonths))
  await openKnown(engine, lake, await manifestOf(lake, picked.known.run_id))
  await makeTruth(engine)
  for (const one of [...reach, openClose(month, fixedDay, picked.ofMonth)]) {
    await openListed(engine, lake, await manifestOf(lake, one.month_run_id))
    await addTruth(engine, { month: one.month, day: one.fixed_day })
  }
  const files = closes.map((close) => closedFileOf(lake, close, 'member_month-'))
  await makeStanding(engine, await Promise.all(files))
  await makeEntries(
    engine,
    month,
    reach.map((close) => close.month),
  )
  await makeMissed(
    engine,
    beyond.map((close) => ({ month: close.month, day: close.fixed_day })),
  )

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
    previous: last,
    rows: await countRows(engine),
    files: await keepFiles({ lake, engine, folder: `closes/${month}` }, [
      { name: 'member_month', query: ENTRIES, file: path.join(spool, 'member_month') },
      { name: 'not_adjusted', query: MISSED, file: path.join(spool, 'not_adjusted') },
    ]),
  }
  const key = closeKey(month, MANIFEST)
  if (!(await lake.writeIfAbsent(key, `${JSON.stringify(close, null, 2)}\n`))) refuseTaken(month)
  return close
}

const openClose = (
  month: string,
  fixedDay: string,
  { run_id }: Publication,
): Pick<Close, 'month' | 'fixed_day' | 'month_run_id'> => ({
  month,
  fixed_day: fixedDay,
  month_run_id: run_id,
})

const countRows = async (engine: Engine): Promise<Close['rows']> => {
  const counted = await engine.first<Close['rows']>(`
    select
      count(*) filter (entry = 'original') as original,
      count(*) filter (units < 0) as taken_back,
      count(*) filter (entry = 'adjustment' and units > 0) as added,
      (select count(*) from missed) as not_adjusted
    from entry`)
  if (!counted) throw new Error('a count has a row')
  return counted
}
