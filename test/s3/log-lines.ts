import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

interface LogLine {
  readonly time: number
  /** Its message, with the name of the stage if it has one: `ingest starts`. */
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

/** The event of a line of the log. */
export const eventOf = (line: string): string | undefined => parse(line)?.event

/** Waits for an event in a process's log; resolves to false if the process ends first. */
export const logged = (child: ChildProcess, event: string): Promise<boolean> =>
  new Promise((resolve) => {
    child.on('close', () => resolve(false))
    if (!child.stderr) return
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (eventOf(line) === event) resolve(true)
    })
  })

/** Whether a line marks a step of a run from the lock on: a stage, or one of the steps after the last. */
const isMark = ({ event }: LogLine): boolean =>
  /(^the lake is taken|starts|^publish done|verified|complete|is published)$/.test(event)

export interface Mark {
  readonly event: string
  /** The time until the next mark. */
  ms: number
}

/** The marks of a complete log, without the last one, after which the run ends. */
export const marksOf = (stderr: string): Mark[] => {
  const marks = parsed(stderr).filter(isMark)
  return marks
    .slice(0, -1)
    .map(({ event, time }, at) => ({ event, ms: (marks[at + 1]?.time ?? time) - time }))
}

/** The last mark of a log that breaks off, and the id of its run; undefined where it did not get there. */
export const lastMarkOf = (
  stderr: string,
): { readonly event: string | undefined; readonly runId: string | undefined } => {
  const lines = parsed(stderr)
  return {
    event: lines.findLast(isMark)?.event,
    runId: lines.findLast(({ runId }) => runId !== undefined)?.runId,
  }
}
