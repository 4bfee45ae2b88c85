/** The end date of an open-ended span; sorts after every other day. */
export const OPEN_END = '9999-12-31'

/** The day `days` after an ISO date; before it where `days` is negative. */
export const addDays = (day: string, days: number): string => {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

export const dayBefore = (day: string): string => addDays(day, -1)

/** The next day, or null after an open end. */
export const dayAfter = (day: string): string | null => (day === OPEN_END ? null : addDays(day, 1))

export const later = (a: string, b: string): string => (a > b ? a : b)

export const earlier = (a: string, b: string): string => (a < b ? a : b)
