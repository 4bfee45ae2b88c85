import { parseArgs } from 'node:util'
import { addMonths, dayOf, type Day } from './calendar.ts'

/** How large a payer to make, and of which night. */
export interface Options {
  /** The folder that receives `<feed>/…`, as a lake's `inbox`. */
  readonly out: string
  readonly members: number
  /** About how many claim lines, redelivered ones not counted. */
  readonly claims: number
  /** Panels: providers at a practice. */
  readonly providers: number
  readonly practices: number
  readonly seed: number
  /** The first night's as-of date. */
  readonly asOf: Day
  /** 1 = everything; 2 = what arrives on the day after. */
  readonly night: 1 | 2
  /** The first day of the two years of claims. */
  readonly since: Day
  /** In and around one city, or in the whole of two states. */
  readonly metro: boolean
  /** Small payers get compressed files, superseded and repeated deliveries; large ones do not. */
  readonly small: boolean
  /** For night 2: an `assignment_load` report, of which the core system loads every other change. */
  readonly loaded: string | undefined
}

export const usage = `usage: node sample-data/generate.ts --out DIR [--members 2000] [--claims N] [--providers N]
       [--practices N] [--seed 7] [--as-of 2026-06-30] [--night 1|2] [--loaded assignment_load.csv]`

const wholeNumber = (name: string, text: string | undefined, fallback: number): number => {
  const value = text === undefined ? fallback : Number(text)
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`Expected a whole number above 0 for --${name}, got '${text}'`)
  }
  return value
}

/** Reads the arguments. Throws a RangeError or TypeError that states what was expected. */
export const readOptions = (args: readonly string[]): Options => {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: text,
      members: text,
      claims: text,
      providers: text,
      practices: text,
      seed: text,
      'as-of': text,
      night: text,
      loaded: text,
    },
  })
  if (values.out === undefined) throw new RangeError('Expected --out DIR, got none')
  if (values.night !== undefined && !['1', '2'].includes(values.night)) {
    throw new RangeError(`Expected --night 1 or 2, got '${values.night}'`)
  }
  const members = wholeNumber('members', values.members, 2_000)
  const providers = wholeNumber(
    'providers',
    values.providers,
    Math.max(120, Math.round(members / 50)),
  )
  const asOf = dayOf(values['as-of'] ?? '2026-06-30')
  return {
    out: values.out,
    members,
    claims: wholeNumber('claims', values.claims, members * 15),
    providers,
    practices: Math.max(2, wholeNumber('practices', values.practices, Math.ceil(providers / 4))),
    seed: wholeNumber('seed', values.seed, 7),
    asOf,
    night: values.night === '2' ? 2 : 1,
    since: addMonths(asOf, -24) + 1,
    metro: members <= 20_000,
    small: members <= 50_000,
    loaded: values.loaded,
  }
}
