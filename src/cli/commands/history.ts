import {
  type AssignmentRow,
  type Times,
  assignmentRows,
  historyInputs,
} from '../../answers/history/assignments.ts'
import { requestsAbout } from '../../answers/history/requests-about.ts'
import type { Subject } from '../../requests/subjects.ts'
import { ConfigError } from '../../base/errors.ts'
import { withEngine } from '../../engine/with-engine.ts'
import type { Lake } from '../../lake/lake.ts'
import { type BookItem, book } from '../../requests/book.ts'
import { recordedBy } from '../../requests/recorded-by.ts'
import { readLog } from '../../requests/submit.ts'
import type { Manifest } from '../../runs/manifest.ts'
import { attachRelations } from '../../runs/run-relations.ts'
import { chooseRun, listRunIds } from '../../runs/read-run.ts'
import { parseDate } from '../arguments.ts'
import type { Effects } from '../effects.ts'
import { type PipelineOptions, openPipeline } from '../open-pipeline.ts'

interface HistoryOptions extends PipelineOptions {
  readonly run?: string
  readonly asOf?: string
  readonly knownAt?: string
}

/** The history of a member, facility or provider, by effective and recorded date. */
export interface SubjectHistory {
  readonly subject: Subject
  readonly times: Times
  /** The run that was read; undefined where there is none yet. */
  readonly run: Manifest | undefined
  readonly rows: readonly AssignmentRow[]
  readonly items: readonly BookItem[]
}

/** `empanel history`: assignments and requests of a member, facility or provider. */
export const history = async (
  subject: Subject,
  options: HistoryOptions,
  effects: Effects,
): Promise<SubjectHistory> => {
  const times: Times = {
    asOf: parseDate('--as-of', options.asOf),
    knownAt: parseDate('--known-at', options.knownAt),
  }
  const { pipeline, lake, today } = await openPipeline(options, effects)
  const run = await runOf(lake, options.run)
  const all = run ? await rowsOf(lake, run, subject, {}) : []
  const rows = run ? await rowsOf(lake, run, subject, times) : []
  const log = recordedBy(await readLog(lake), times.knownAt, pipeline.time_zone)
  const requests = [...book(log, times.asOf ?? times.knownAt ?? today).values()]
  const behind = new Set(all.flatMap(({ request_id: id }) => id ?? []))
  const touched = requestsAbout(
    requests.map(({ request }) => request),
    subject,
    behind,
  )
  const items = requests.filter(({ request }) => touched.has(request.request_id))
  if (all.length === 0 && items.length === 0 && times.knownAt === undefined) {
    throw new ConfigError(
      `No ${subject.type} with this id has an assignment or a request.`,
      "Give the id exactly as the payer's files have it, with the same capitals.",
    )
  }
  const shown = items.filter((item) => times.asOf === undefined || holdsOn(item, times.asOf))
  return { subject, times, run, rows, items: shown }
}

/** Whether a part of the request holds on the day. One that never holds is shown for every day. */
const holdsOn = ({ held }: BookItem, day: string): boolean =>
  held.length === 0 || held.some(({ from, to }) => from <= day && day <= to)

/** The run to read; undefined in a lake without any run, whose requests alone have a history. */
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
