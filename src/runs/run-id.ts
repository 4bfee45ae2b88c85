import { randomBytes } from 'node:crypto'

/**
 * Start time UTC to the millisecond, as-of date, 4 hex digits: `20260701T021500123Z-20260630-a1b2`.
 * Always greater than every id in `present`: where a clock went backwards, the greatest one's time
 * plus a millisecond is taken.
 */
export const newRunId = (now: Date, asOf: string, present: readonly string[]): string => {
  const greatest = present.reduce((a, b) => (a > b ? a : b), '')
  const time = Math.max(now.getTime(), greatest === '' ? 0 : startedAt(greatest).getTime() + 1)
  const stamp = new Date(time).toISOString().replaceAll(/[-:.]/g, '')
  return `${stamp}-${asOf.replaceAll('-', '')}-${randomBytes(2).toString('hex')}`
}

/** Whether a person's text can name a run at all: nothing else is looked for in the lake. */
export const isRunId = (text: string): boolean => /^\d{8}T\d{9}Z-\d{8}-[0-9a-f]{4}$/.test(text)

/** When the run of this id started. */
export const startedAt = (runId: string): Date => {
  const digits = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(runId)
  if (!digits) return new Date(0)
  const [, year, month, day, hour, minute, second, milli] = digits
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`)
}
