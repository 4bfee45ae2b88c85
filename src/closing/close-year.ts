import path from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { buildOnDemand } from '../models/build-on-demand.ts'
import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import type { Publication } from '../runs/published.ts'
import { memberMonthFile, readCloseChain } from './closes.ts'
import { addDays } from '../base/days.ts'
import { addMonths, dayIn, monthsAfter } from '../base/months.ts'
import { manifestOf, publishedRuns } from './pick-runs.ts'
import { viewOf, viewsOfRuns } from './run-views.ts'
import { type QualityYear, folderOf, readYear } from './year-manifest.ts'
import { keepFiles } from './write-files.ts'

/** The relation of a year's population, once it is built. */
export const POPULATION = 'closing.quality_population'

/** The year to write, and the rules for it. */
export interface QualityRequest {
  readonly lake: Lake
  readonly engine: Engine
  readonly spool: string
  readonly year: string
  readonly pipeline: string
  readonly rules: {
    readonly anchor: string
    readonly runout_months: number
    readonly max_gaps: number
    readonly max_gap_days: number
  }
  readonly today: string
  readonly now: Date
}

/**
 * Writes a year's population, once.
 * @throws ConfigError before the end of the claims run-out, while a month is open, without the run
 * of the anchor date, and where it is written already.
 */
export const closeYear = async (request: QualityRequest): Promise<QualityYear> => {
  const { lake, engine, spool, year, rules, today } = request
  const anchor = anchorOf(year, rules.anchor)
  const runout = monthsAfter(anchor, rules.runout_months)
  if (today < runout) {
    throw new ConfigError(
      `Claims for ${year} are accepted until ${runout}, and today is ${today}.`,
      'Add --preliminary to print the population as of today without writing it.',
    )
  }
  if (await readYear(lake, year)) {
    throw new ConfigError(
      `The quality population of ${year} is already written, and is never rewritten.`,
      `\`empanel export publication.quality_population --year ${year}\` reads it.`,
    )
  }
  const { closes, lastHash } = await readCloseChain(lake)
  const open = monthsOf(year).filter((month) => !closes.some((close) => close.month === month))
  if (open.length > 0) {
    throw new ConfigError(
      `Months of ${year} are not closed: ${open.join(', ')}.`,
      'Close them, or add --preliminary.',
    )
  }
  const runs = await publishedRuns(lake, request.pipeline)
  const run = runs.find(({ as_of: asOf }) => asOf === anchor)
  const started = run && (await manifestOf(lake, run.run_id)).started_at.slice(0, 10)
  if (!run || started === undefined || started < runout) {
    throw new ConfigError(
      `Expected a published run as of ${anchor} started on ${runout} or later, found ${started === undefined ? 'none' : `one started on ${started}`}.`,
      `Run \`empanel run --as-of ${anchor}\` to count the claims received since.`,
    )
  }
  const known = await populate(request, anchor, run, runs.at(-1) ?? run)
  const counted = await engine.first<{ rows: number; enrolled: number }>(
    `select count(*) as rows, count(*) filter (is_continuously_enrolled) as enrolled from ${POPULATION}`,
  )
  const written: QualityYear = {
    year,
    pipeline: request.pipeline,
    anchor,
    runout_until: runout,
    written_at: request.now.toISOString(),
    anchor_run_id: run.run_id,
    run_id: known.run_id,
    as_of: known.as_of,
    closes: lastHash,
    rows: counted?.rows ?? 0,
    continuously_enrolled: counted?.enrolled ?? 0,
    files: await keepFiles({ lake, engine, folder: folderOf(year) }, [
      { name: 'population', relation: POPULATION, file: path.join(spool, 'population') },
    ]),
  }
  const key = `${folderOf(year)}/manifest.json`
  if (await lake.writeIfAbsent(key, `${JSON.stringify(written, null, 2)}\n`)) return written
  throw new ConfigError(`Another process wrote the quality population of ${year} in the meantime.`)
}

/** Builds the population from what is known today; writes nothing. */
export const previewYear = async (request: QualityRequest): Promise<Publication> => {
  const anchor = anchorOf(request.year, request.rules.anchor)
  const runs = await publishedRuns(request.lake, request.pipeline)
  const newest = runs.at(-1)
  if (!newest) {
    throw new ConfigError(
      `Expected a published run of pipeline ${request.pipeline}, found none.`,
      'Start one with `empanel run`.',
    )
  }
  const listed = runs.find(({ as_of: asOf }) => asOf >= anchor) ?? newest
  await populate(request, anchor, listed, newest)
  return listed
}

const populate = async (
  { lake, engine, year, rules }: QualityRequest,
  anchor: string,
  listed: Publication,
  known: Publication,
): Promise<Publication> => {
  const { closes } = await readCloseChain(lake)
  const written = await Promise.all(closes.map((close) => memberMonthFile(lake, close)))
  const newest = await manifestOf(lake, known.run_id)
  const run = await manifestOf(lake, listed.run_id)
  const days = daysOf(year)
  const { max_gaps, max_gap_days } = rules
  await buildOnDemand(engine, [POPULATION], {
    ...(await viewsOfRuns(lake, newest, [{ month: anchor.slice(0, 7), run }])),
    'closing.written_entry': viewOf(written.map((file) => ({ file }))),
    'closing.year': [{ year, anchor_date: anchor, days: days.length, max_gaps, max_gap_days }],
    'closing.year_day': days.map((day, i) => ({ day, day_number: i + 1 })),
  })
  return known
}

const anchorOf = (year: string, monthAndDay: string): string =>
  dayIn(`${year}-${monthAndDay.slice(0, 2)}`, Number(monthAndDay.slice(3)))

const monthsOf = (year: string): string[] =>
  Array.from({ length: 12 }, (_, i) => addMonths(`${year}-01`, i))

const daysOf = (year: string): string[] => {
  const days: string[] = []
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) days.push(day)
  return days
}
