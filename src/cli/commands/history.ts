import { loadPipeline } from '../../config/pipeline.ts'
import { withEngine } from '../../engine/with-engine.ts'
import {
  type AssignmentRow,
  type Times,
  assignmentRows,
  historyInputs,
} from '../../answers/history/assignments.ts'
import { tellHistory } from '../../answers/history/tell.ts'
import { type Subject, touching } from '../../answers/history/touches.ts'
import type { Lake } from '../../lake/lake.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { attachRelations } from '../../runs/open-run.ts'
import { chooseRun, listRunIds } from '../../runs/read-run.ts'
import { type BookItem, book } from '../../requests/book.ts'
import { knownAt } from '../../requests/known.ts'
import { readLog } from '../../requests/submit.ts'
import { openLake, parseDate, pipelineFile, systemClock, todayIn } from '../context.ts'
import type { Manifest } from '../../runs/manifest.ts'
import type { Clock } from '../../base/clock.ts'

interface HistoryOptions {
  readonly lake: string
  readonly pipeline?: string
  readonly run?: string
  readonly asOf?: string
  readonly knownAt?: string
  readonly json?: boolean
}

/** `empanel history`: who, what, when and why of a member, facility or provider, in both times. */
export const history = async (
  subject: Subject,
  options: HistoryOptions,
  clock: Clock = systemClock,
): Promise<ExitCode> => {
  const times: Times = {
    asOf: options.asOf === undefined ? undefined : parseDate('--as-of', options.asOf),
    knownAt: options.knownAt === undefined ? undefined : parseDate('--known-at', options.knownAt),
  }
  const { settings, time_zone: zone } = await loadPipeline(pipelineFile(options.pipeline))
  const lake = await openLake(options.lake, settings.s3)
  const run = await runOf(lake, options.run)
  const all = run ? await rowsOf(lake, run, subject, {}) : []
  const rows = run ? await rowsOf(lake, run, subject, times) : []
  const log = await readLog(lake)
  const today = todayIn(zone, clock)
  const items = book(knownAt(log, times.knownAt, zone), times.asOf ?? times.knownAt ?? today)
  const behind = new Set(all.flatMap(({ request_id: id }) => id ?? []))
  const touched = touching(
    [...items.values()].map(({ request }) => request),
    subject,
    behind,
  )
  const chosen = [...items.values()].filter((item) => touched.has(item.request.request_id))
  if (all.length === 0 && chosen.length === 0 && times.knownAt === undefined) {
    throw new ConfigError(
      `Nothing is known of a ${subject.type} with this id: no assignment, no request.`,
      'Ids are written as the payer writes them, capitals too.',
    )
  }
  const shown = chosen.filter((item) => times.asOf === undefined || holdsOn(item, times.asOf))
  process.stdout.write(
    options.json
      ? `${JSON.stringify(plain(subject, times, run, rows, shown))}\n`
      : `${[...tellHistory(subject, times, { rows, items: shown }), ...source(run)].join('\n')}\n`,
  )
  return exitCode.published
}

/** A request is about a day on which a part of it holds, or, where it never holds, always. */
const holdsOn = ({ held }: BookItem, day: string): boolean =>
  held.length === 0 || held.some(({ from, to }) => from <= day && day <= to)

/** The run to read; undefined in a lake that had no night yet, where only requests can be told. */
const runOf = async (lake: Lake, named: string | undefined): Promise<Manifest | undefined> =>
  named === undefined && (await listRunIds(lake)).length === 0 ? undefined : chooseRun(lake, named)

const rowsOf = (
  lake: Lake,
  run: Manifest,
  subject: Subject,
  times: Times,
): Promise<AssignmentRow[]> =>
  withEngine(async (engine) => {
    await attachRelations(engine, lake, run, historyInputs)
    return assignmentRows(engine, subject, times)
  })

const source = (run: Manifest | undefined): string[] => [
  '',
  run
    ? `Assignments by run ${run.run_id} (${run.status}), as of ${run.as_of}.`
    : 'No run yet: only requests are told.',
]

const plain = (
  subject: Subject,
  times: Times,
  run: Manifest | undefined,
  rows: readonly AssignmentRow[],
  items: readonly BookItem[],
): object => ({
  subject_type: subject.type,
  subject_id: subject.id,
  as_of: times.asOf ?? null,
  known_at: times.knownAt ?? null,
  run_id: run?.run_id ?? null,
  assignments: rows,
  requests: items.map(({ request, ...rest }) => ({ ...request, ...rest })),
})
