import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

interface LogLine {
  readonly time: number
  /** Its message, that of a stage with the stage's name: `ingest starts`. */
  readonly event: string
  readonly runId: string | undefined
}

const parse = (line: string): LogLine | undefined => {
  try {
    const { msg = '', stage, time = 0, run_id } = JSON.parse(line) as Record<string, string>
    const event = stage === undefined ? msg : msg.replace('stage', stage)
    return { time: Number(time), event, runId: run_id }
  } catch {
    return undefined
  }
}

const parsed = (stderr: string): LogLine[] =>
  stderr.split('\n').flatMap((line) => parse(line) ?? [])

/** What a line of the log tells of. */
export const eventOf = (line: string): string | undefined => parse(line)?.event

/** Resolves at the first line of the log of this event; false where the process ends before. */
export const logged = (child: ChildProcess, event: string): Promise<boolean> =>
  new Promise((resolve) => {
    child.on('close', () => resolve(false))
    if (!child.stderr) return
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (eventOf(line) === event) resolve(true)
    })
  })

/** Where a run can be, as its log tells it from the lock on: a stage, or what comes after the last. */
const isMark = ({ event }: LogLine): boolean =>
  /(^the lake is taken|starts|^publish done|verified|complete|is published)$/.test(event)

export interface Mark {
  readonly event: string
  /** How long until the next. */
  ms: number
}

/** From the lock on: each mark of a whole log but the last, after which the run is over. */
export const marksOf = (stderr: string): Mark[] => {
  const marks = parsed(stderr).filter(isMark)
  return marks
    .slice(0, -1)
    .map(({ event, time }, at) => ({ event, ms: (marks[at + 1]?.time ?? time) - time }))
}

/** The last mark of a log that breaks off, if it came as far as the lock, and whose run it was. */
export const lastMarkOf = (
  stderr: string,
): { readonly event: string | undefined; readonly runId: string | undefined } => {
  const lines = parsed(stderr)
  return {
    event: lines.findLast(isMark)?.event,
    runId: lines.findLast(({ runId }) => runId !== undefined)?.runId,
  }
}
