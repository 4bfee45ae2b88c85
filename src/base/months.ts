import { ConfigError } from './errors.ts'

/** `text` if it is a month of the calendar written as YYYY-MM. */
export const parseMonth = (option: string, text: string): string => {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text
  throw new ConfigError(`Expected ${option} to be a month such as 2026-06, found "${text}".`)
}

/** The day of the month on which membership counts; of the shorter months the last one. */
export const parseDayOfMonth = (option: string, text: string): number => {
  const day = Number(text)
  if (/^\d\d?$/.test(text) && day >= 1 && day <= 31) return day
  throw new ConfigError(`Expected ${option} to be a day of the month, 1 to 31, found "${text}".`)
}

/** The month that many months later; before, if negative. */
export const addMonths = (month: string, months: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7)
}

/** `day` in a month, or its last day where the month is shorter. */
export const dayIn = (month: string, day: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return `${month}-${String(Math.min(day, last)).padStart(2, '0')}`
}

/** The day that many months after an ISO date; where that month is shorter, its last day. */
export const monthsAfter = (isoDate: string, months: number): string =>
  dayIn(addMonths(isoDate.slice(0, 7), months), Number(isoDate.slice(8)))

/** The day that many months before an ISO date; where that month is shorter, its last day. */
export const monthsBefore = (isoDate: string, months: number): string =>
  monthsAfter(isoDate, -months)

/** The first day of the month after an ISO date's. */
export const firstOfNextMonth = (isoDate: string): string =>
  dayIn(addMonths(isoDate.slice(0, 7), 1), 1)
