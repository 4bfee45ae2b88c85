import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

interface LogLine {
  readonly time: number
  /** Its message, that of a stage with the stage's name: `ingest starts`. */
  readonly event: string
}

const parse = (line: string): LogLine | undefined => {
  try {
    const { msg = '', stage, time = 0 } = JSON.parse(line) as Record<string, string | undefined>
    return { time: Number(time), event: stage === undefined ? msg : msg.replace('stage', stage) }
  } catch {
    return undefined
  }
}

const lines = (child: ChildProcess, each: (line: LogLine) => void): Promise<void> =>
  new Promise((resolve) => {
    child.on('close', () => resolve())
    if (!child.stderr) return
    createInterface({ input: child.stderr }).on('line', (line) => {
      const parsed = parse(line)
      if (parsed) each(parsed)
    })
  })

/** Resolves at the first line of the log that fits; false where the process ends before. */
export const logLines = async (
  child: ChildProcess,
  fits: (line: LogLine) => boolean,
): Promise<boolean> => {
  let found: (isFound: boolean) => void = () => undefined
  const first = new Promise<boolean>((resolve) => {
    found = resolve
  })
  void lines(child, (line) => {
    if (fits(line)) found(true)
  }).then(() => found(false))
  return first
}

/** From the lock on: each beginning that the log tells of, and how long until the next. */
export const timedLog = async (
  child: ChildProcess,
): Promise<{ readonly event: string; readonly ms: number }[]> => {
  const seen: LogLine[] = []
  await lines(child, (line) => seen.push(line))
  const marks = seen.filter(({ event }) => /(starts|is taken|verified|complete)$/.test(event))
  return marks.map(({ event, time }, at) => ({
    event,
    ms: (marks[at + 1]?.time ?? seen.at(-1)?.time ?? time) - time,
  }))
}
