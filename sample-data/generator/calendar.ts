/** A day as days since 1970-01-01; dates of the generator are whole numbers until they are written. */
export type Day = number

const msPerDay = 86_400_000

/** The day of an ISO date. Throws where there is no such date. */
export const dayOf = (iso: string): Day => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso) {
    throw new RangeError(`Expected a date like 2026-06-30, got '${iso}'`)
  }
  return time / msPerDay
}

const written = new Map<Day, string>()

/** The ISO date of a day. */
export const isoOf = (day: Day): string => {
  let iso = written.get(day)
  if (iso === undefined) {
    iso = new Date(day * msPerDay).toISOString().slice(0, 10)
    written.set(day, iso)
  }
  return iso
}

/** The same day of the month, `months` later (earlier if negative); the month's last where it is shorter. */
export const addMonths = (day: Day, months: number): Day => {
  const date = new Date(day * msPerDay)
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)
  const length = new Date(
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0),
  ).getUTCDate()
  return first / msPerDay + Math.min(date.getUTCDate(), length) - 1
}

/** The first day of the month of `day`. */
export const monthStart = (day: Day): Day => day - Number(isoOf(day).slice(8)) + 1

/** The last day of the year of `day`. */
export const yearEnd = (day: Day): Day => {
  const month = Number(isoOf(day).slice(5, 7))
  return addMonths(monthStart(day), 13 - month) - 1
}

/** 0 = Sunday … 6 = Saturday. */
export const weekday = (day: Day): number => (((day + 4) % 7) + 7) % 7

/** Completed years from `birth` to `day`. */
export const ageOn = (birth: Day, day: Day): number => {
  const from = isoOf(birth)
  const to = isoOf(day)
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return to.slice(5) < from.slice(5) ? years - 1 : years
}
