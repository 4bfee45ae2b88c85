import type { Entry } from './entry.ts'

/**
 * Returns the requests made and decisions taken by the end of `day` in the payer's time zone; all of
 * them if `day` is undefined.
 */
export const recordedBy = (
  log: readonly Entry[],
  day: string | undefined,
  timeZone: string,
): readonly Entry[] => {
  if (day === undefined) return log
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  return log.filter(
    (entry) =>
      (entry.kind === 'decision' ? entry.on : format.format(new Date(entry.requested_at))) <= day,
  )
}
