/** The day `months` months before an ISO date; where that month is shorter, its last day. */
export const monthsBefore = (isoDate: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = isoDate.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return isoDay(Date.UTC(year, month - 1 - months, Math.min(day, lastDay)))
}

/** The first day of the month after an ISO date's. */
export const firstOfNextMonth = (isoDate: string): string => {
  const [year = 0, month = 1] = isoDate.split('-').map(Number)
  return isoDay(Date.UTC(year, month, 1))
}

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10)
