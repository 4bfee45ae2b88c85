import { ConfigError } from './errors.ts'

/**
 * Returns `text` if it is a month as YYYY-MM.
 *
 * @param option names the argument in the error
 * @throws ConfigError
 */
export const parseMonth = (option: string, text: string): string => {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text
  throw new ConfigError(`Expected ${option} to be a month such as 2026-06, found "${text}".`)
}

/**
 * Parses a day of the month, 1 to 31.
 *
 * @param option names the argument in the error
 * @throws ConfigError
 */
export const parseDayOfMonth = (option: string, text: string): number => {
  const day = Number(text)
  if (/^\d\d?$/.test(text) && day >= 1 && day <= 31) return day
  throw new ConfigError(`Expected ${option} to be a day of the month, 1 to 31, found "${text}".`)
}

/** The month `months` after a month; before it where `months` is negative. */
export const addMonths = (month: string, months: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7)
}

/** The date of `day` in a month, or of its last day where the month is shorter. */
export const dayIn = (month: string, day: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return `${month}-${String(Math.min(day, last)).padStart(2, '0')}`
}

/** The day `months` after an ISO date, or the last day of that month where it is shorter. */
export const monthsAfter = (isoDate: string, months: number): string =>
  dayIn(addMonths(isoDate.slice(0, 7), months), Number(isoDate.slice(8)))

/** The day `months` before an ISO date, or the last day of that month where it is shorter. */
export const monthsBefore = (isoDate: string, months: number): string =>
  monthsAfter(isoDate, -months)

/** The first day of the month after that of an ISO date. */
export const firstOfNextMonth = (isoDate: string): string =>
  dayIn(addMonths(isoDate.slice(0, 7), 1), 1)
