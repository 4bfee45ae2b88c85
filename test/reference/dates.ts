/** Dates are `YYYY-MM-DD` texts, which compare as they are. */
const pad = (value: number): string => String(value).padStart(2, '0')

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate()

/** The same day so many months earlier; the month's last day where that month is shorter. */
export const monthsBefore = (date: string, months: number): string => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const index = year * 12 + (month - 1) - months
  const y = Math.floor(index / 12)
  const m = (index % 12) + 1
  return `${y}-${pad(m)}-${pad(Math.min(day, daysIn(y, m)))}`
}

export const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

export const dayBefore = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** Completed years. */
export const ageOn = (birth: string, on: string): number => {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}

export const OPEN = '9999-12-31'

/** An end date as a last day in force. */
export const lastDay = (end: string): string => (end === '' || end === '2299-12-31' ? OPEN : end)
