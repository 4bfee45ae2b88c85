import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

interface LogLine {
  readonly msg?: string
  readonly stage?: string
}

/** Resolves at the first line of the log that fits; false where the process ends before. */
export const logLines = (child: ChildProcess, fits: (line: LogLine) => boolean): Promise<boolean> =>
  new Promise((resolve) => {
    if (!child.stderr) return resolve(false)
    child.on('close', () => resolve(false))
    return createInterface({ input: child.stderr }).on('line', (line) => {
      try {
        if (fits(JSON.parse(line) as LogLine)) resolve(true)
      } catch {
        // A line for people.
      }
    })
  })
