import { z } from 'zod'
import {
  isFiveDigits,
  isNpi,
  isTenDigits,
  openEnds,
  readAmount,
  readDate,
  readInteger,
  readList,
  readNumber,
  readState,
  readVersion,
  readZip,
} from './read-text.ts'

/**
 * The kinds of column that a contract may have. Each reads the text of a delivery and checks it with
 * zod's own checks, which the compiler turns into SQL. Messages are reason codes.
 */

/** Functions that turn text into a value, and whose SQL the compiler knows. */
export const knownReaders: ReadonlySet<unknown> = new Set<unknown>([
  readDate,
  readEndDate,
  readInteger,
  readNumber,
  readAmount,
  readVersion,
  readState,
  readZip,
  readList,
])

const code =
  (otherwise: string) =>
  (issue: { readonly input?: unknown }): string =>
    issue.input === undefined ? 'missing' : otherwise

const given = (): z.ZodString => z.string({ error: code('type') })

function readEndDate(text: string): string | undefined {
  return openEnds.includes(text.slice(0, 10)) && readDate(text) ? undefined : (readDate(text) ?? '')
}

const isRead = (text: string): boolean => text !== ''

/** Any text: an id, a code, a name. */
export const text = given

/** A date. */
export const date = () =>
  given()
    .transform(readDate)
    .pipe(z.stringFormat('date', isRead, { error: 'type' }))

/** The last day in force, inclusive. Dates that mean open-ended are read as none. */
export const endDate = () =>
  given()
    .transform(readEndDate)
    .pipe(z.stringFormat('end-date', isRead, { error: 'type' }).optional())
    .optional()

interface Limits {
  readonly min?: number
  readonly max?: number
}

const between = <T extends z.ZodNumber>(number: T, { min, max }: Limits): T => {
  const above = min === undefined ? number : number.min(min, { error: 'range' })
  return max === undefined ? above : above.max(max, { error: 'range' })
}

/** A whole number of at most 32 bits. */
export const integer = (limits: Limits = {}) =>
  given()
    .transform(readInteger)
    .pipe(between(z.int32({ error: 'type' }), limits))

const numberReadBy =
  (read: (text: string) => number) =>
  (limits: Limits = {}) =>
    given()
      .transform(read)
      .pipe(between(z.number({ error: 'type' }), limits))

/** Any finite number. */
export const number = numberReadBy(readNumber)

/** Dollars and cents, not negative: only a correction may give money back. */
export const amount = () => numberReadBy(readAmount)({ min: 0 }).meta({ format: 'amount' })

/** A number that only orders, kept exactly: version stamps have up to twenty digits. */
export const version = () => numberReadBy(readVersion)().meta({ format: 'version' })

/** One of a few values, spelled exactly so. */
export const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, { error: code('unknown') })

/** A USPS code or a state's full name. */
export const state = () =>
  given()
    .transform(readState)
    .pipe(z.stringFormat('usps-state', isRead, { error: 'unknown' }))

/** Five or nine digits; the first five are kept. */
export const zip = () =>
  given()
    .transform(readZip)
    .pipe(z.stringFormat('zip', isRead, { error: 'type' }))

/** A county's five digits. */
export const countyFips = () => z.stringFormat('county-fips', isFiveDigits, { error: code('type') })

/** A National Provider Identifier with a valid check digit. */
export const npi = () =>
  z.stringFormat('npi', isNpi, {
    error: ({ input }) =>
      input === undefined ? 'missing' : isTenDigits(String(input)) ? 'luhn' : 'type',
  })

/** Degrees north. */
export const latitude = () => number({ min: -90, max: 90 })

/** Degrees east; negative in most of the United States. */
export const longitude = () => number({ min: -180, max: 180 })

/** Where the items of a list go: one row each in `raw.<relation>`, in the column `value`. */
export interface ListTarget {
  readonly relation: string
  readonly value: string
}

/** Items separated by `|`. */
export const list = <Item extends z.ZodType<unknown, string>>(item: Item, target: ListTarget) =>
  given().transform(readList).pipe(z.array(item)).meta({ list: target })

/** Items separated by `|`, at least one. */
export const filledList = <Item extends z.ZodType<unknown, string>>(
  item: Item,
  target: ListTarget,
) =>
  given()
    .transform(readList)
    .pipe(z.array(item).min(1, { error: 'missing' }))
    .meta({ list: target })
