import path from 'node:path'
import type { Engine } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import type { Publication } from '../runs/published.ts'
import { closedFileOf, readTexts } from './closes.ts'
import { addMonths, dayIn, monthsAfter } from '../base/months.ts'
import { manifestOf, publishedRuns } from './pick-runs.ts'
import { POPULATION_ROWS, makePopulation, makeYear } from './population.ts'
import { type QualityYear, folderOf, readYear } from './quality-file.ts'
import { openKnown, openListed } from './truth.ts'
import { keepFiles } from './write-files.ts'

/** What is wanted, and by which rules. */
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

/** Writes a year's population once and for all; refuses while anything of it can still come. */
export const closeYear = async (request: QualityRequest): Promise<QualityYear> => {
  const { lake, engine, spool, year, rules, today } = request
  const anchor = anchorOf(year, rules.anchor)
  const runout = monthsAfter(anchor, rules.runout_months)
  if (today < runout) {
    throw new ConfigError(
      `Claims for ${year} are waited for until ${runout}, and today is ${today}.`,
      'Say --preliminary to see the population as it is now; nothing is written then.',
    )
  }
  if (await readYear(lake, year)) {
    throw new ConfigError(
      `The quality population of ${year} is written, and never written again.`,
      `\`empanel export publication.quality_population --year ${year}\` reads it.`,
    )
  }
  const { closes, last } = await readTexts(lake)
  const open = monthsOf(year).filter((month) => !closes.some((close) => close.month === month))
  if (open.length > 0) {
    throw new ConfigError(
      `Months of ${year} are not closed: ${open.join(', ')}.`,
      'Close them, or say --preliminary.',
    )
  }
  const runs = await publishedRuns(lake, request.pipeline)
  const run = runs.find(({ as_of: asOf }) => asOf === anchor)
  const started = run && (await manifestOf(lake, run.run_id)).started_at.slice(0, 10)
  if (!run || started === undefined || started < runout) {
    throw new ConfigError(
      `Expected a published run as of ${anchor} made on ${runout} or later, found ${started === undefined ? 'none' : `one of ${started}`}.`,
      `The claims that came since count: \`empanel run --as-of ${anchor}\`.`,
    )
  }
  const known = await populate(request, anchor, run, runs.at(-1) ?? run)
  const counted = await engine.first<{ rows: number; enrolled: number }>(
    'select count(*) as rows, count(*) filter (is_continuously_enrolled) as enrolled from population',
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
    closes: last,
    rows: counted?.rows ?? 0,
    continuously_enrolled: counted?.enrolled ?? 0,
    files: await keepFiles({ lake, engine, folder: folderOf(year) }, [
      { name: 'population', query: POPULATION_ROWS, file: path.join(spool, 'population') },
    ]),
  }
  const key = `${folderOf(year)}/manifest.json`
  if (await lake.writeIfAbsent(key, `${JSON.stringify(written, null, 2)}\n`)) return written
  throw new ConfigError(`Somebody else wrote the quality population of ${year} meanwhile.`)
}

/** Makes `population` of what there is today; writes nothing. */
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
  const { closes } = await readTexts(lake)
  const files = closes.map((close) => closedFileOf(lake, close, 'member_month-'))
  await openKnown(engine, lake, await manifestOf(lake, known.run_id))
  await openListed(engine, lake, await manifestOf(lake, listed.run_id))
  await makeYear(engine, await Promise.all(files), year)
  const { max_gaps: maxGaps, max_gap_days: maxGapDays } = rules
  await makePopulation(engine, { year, anchor, maxGaps, maxGapDays })
  return known
}

const anchorOf = (year: string, monthAndDay: string): string =>
  dayIn(`${year}-${monthAndDay.slice(0, 2)}`, Number(monthAndDay.slice(3)))

const monthsOf = (year: string): string[] =>
  Array.from({ length: 12 }, (_, i) => addMonths(`${year}-01`, i))
