import { codeOfState } from './states.ts'

/**
 * Functions that read the text of a delivery, one for each kind of column. They return undefined, or
 * NaN for a number, for text that is not of their kind. `src/feeds/sql/reading.ts` does the same in
 * SQL, and a property test compares the two.
 */

/** Trims blanks around a text. Returns undefined where nothing is left. */
export const tidy = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') || undefined : undefined

const timestamp =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|[+-]\d{2}(?::?\d{2})?))?)?$/

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()

/** Returns the date of an ISO date or timestamp as written: no time zone shifts it. */
export const readDate = (text: string): string | undefined => {
  const [, year, month, day] = (timestamp.exec(text) ?? []).map(Number)
  if (!year || !month || !day || month > 12 || day > daysIn(year, month)) return undefined
  return text.slice(0, 10)
}

/** The dates that mean open-ended in a column for a last day. */
export const openEnds: readonly string[] = ['9999-12-31', '2299-12-31']

const whole = /^[+-]?\d+(\.0*)?$/
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/** Reads a whole number of at most 32 bits. `7.0` is one too, as spreadsheets write it. */
export const readInteger = (text: string): number => {
  const value = whole.test(text) ? Number(text) : NaN
  return value >= -2147483648 && value <= 2147483647 ? value : NaN
}

/** Reads a number with a decimal point and without thousands separators. */
export const readNumber = (text: string): number => {
  const value = decimal.test(text) ? Number(text) : NaN
  return Number.isFinite(value) ? value : NaN
}

const readBelow =
  (limit: number) =>
  (text: string): number => {
    const value = readNumber(text)
    return Math.abs(value) < limit ? value : NaN
  }

/** Reads dollars and cents, with at most 16 digits before the point. */
export const readAmount = readBelow(1e16)

/** Reads a version number, with at most 32 digits before the point. */
export const readVersion = readBelow(1e32)

/** Returns the first five digits of a ZIP or ZIP+4. */
export const readZip = (text: string): string | undefined =>
  /^\d{5}(-?\d{4})?$/.test(text) ? text.slice(0, 5) : undefined

/** Returns the USPS code of a state given by its code or name, in any case. */
export const readState = (text: string): string | undefined => codeOfState.get(text.toUpperCase())

/** Returns the distinct items of a list separated by `|`. */
export const readList = (text: string): string[] => [
  ...new Set(text.split('|').flatMap((item) => tidy(item) ?? [])),
]

/** Whether a text is ten digits, the last being the Luhn check digit over `80840` and the others (CMS NPI standard). */
export const isNpi = (text: string): boolean => {
  if (!isTenDigits(text)) return false
  const doubled = [0, 2, 4, 6, 8].map((at) => 2 * Number(text[at])).map((n) => (n > 9 ? n - 9 : n))
  const plain = [1, 3, 5, 7, 9].map((at) => Number(text[at]))
  const sum = [...doubled, ...plain].reduce((total, digit) => total + digit, npiPrefixSum)
  return sum % 10 === 0
}

export const isFiveDigits = (text: string): boolean => /^\d{5}$/.test(text)

export const isTenDigits = (text: string): boolean => /^\d{10}$/.test(text)

/** What the constant prefix `80840` adds to the Luhn sum: 8 + 0 + 8 + (4 doubled) + 0. */
export const npiPrefixSum = 24
