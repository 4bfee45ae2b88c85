import { randomBytes } from 'node:crypto'

/** The name of the file that a run writes last; a run without it died. */
export const MANIFEST = 'manifest.json'

/** The key of a file of a run, or without a name the prefix of all its files. */
export const runKey = (runId: string, name = ''): string => `runs/${runId}/${name}`

/**
 * Creates a run id: start time UTC to the millisecond, as-of date, 4 hex digits, such as
 * `20260701T021500123Z-20260630-a1b2`. It is greater than every id in `present`: where the clock went
 * backward, it takes the time of the greatest one plus a millisecond.
 */
export const newRunId = (now: Date, asOf: string, present: readonly string[]): string => {
  const greatest = present.reduce((a, b) => (a > b ? a : b), '')
  const time = Math.max(now.getTime(), greatest === '' ? 0 : startedAt(greatest).getTime() + 1)
  const stamp = new Date(time).toISOString().replaceAll(/[-:.]/g, '')
  return `${stamp}-${asOf.replaceAll('-', '')}-${randomBytes(2).toString('hex')}`
}

/** Whether text has the form of a run id. Check this before using a person's text in a key. */
export const isRunId = (text: string): boolean => /^\d{8}T\d{9}Z-\d{8}-[0-9a-f]{4}$/.test(text)

/** The start time in a run id; the year 1970 for any other text. */
export const startedAt = (runId: string): Date => {
  const digits = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(runId)
  if (!digits) return new Date(0)
  const [, year, month, day, hour, minute, second, milli] = digits
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`)
}
