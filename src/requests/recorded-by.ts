import type { Entry } from './entry.ts'

/**
 * What stood in the chain on a day: the requests made and the decisions taken until its end, where
 * the payer is.
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
