import { addMonths, monthStart, yearEnd, type Day } from './calendar.ts'
import type { LineOfBusiness, Person } from './households.ts'
import type { Options } from './options.ts'
import { planted } from './plants.ts'
import { Random } from './random.ts'

/** A span of coverage; end null = open. */
export interface Span {
  readonly start: Day
  readonly end: Day | null
  readonly lineOfBusiness: LineOfBusiness
}

/** The true history of one member with the plan. */
export interface Coverage {
  readonly spans: readonly Span[]
  /** Joined within the last weeks: the system of record has no assignment yet. */
  readonly newcomer: boolean
  /** In the delivery before tonight's, the last span was still open. */
  readonly endedLately: boolean
}

const other: Readonly<Record<LineOfBusiness, LineOfBusiness>> = {
  medicaid: 'marketplace',
  marketplace: 'medicaid',
}

/** Marketplace plans run by the calendar year: one span becomes one for each year. */
const byYear = (span: Span, asOf: Day): Span[] => {
  if (span.lineOfBusiness === 'medicaid') return [span]
  const last = span.end ?? yearEnd(asOf)
  const pieces: Span[] = []
  for (let start = span.start; start <= last;) {
    const end = Math.min(yearEnd(start), last)
    pieces.push({ ...span, start, end })
    start = end + 1
  }
  return pieces
}

const startOf = (options: Options, newcomer: boolean, random: Random): Day => {
  if (newcomer) return addMonths(monthStart(options.asOf), -random.between(0, 1))
  if (random.chance(0.62)) return monthStart(options.since - random.between(0, 1_100))
  return monthStart(random.between(options.since, options.asOf - 75))
}

/** The last day of the coverage as recorded tonight; null = open. */
const endOf = (
  options: Options,
  ending: 'gone' | 'lately' | 'stays',
  random: Random,
): Day | null => {
  const { asOf } = options
  if (ending === 'gone') return monthStart(asOf - random.between(100, 500)) - 1
  if (ending === 'lately') return monthStart(asOf - random.between(0, 60)) - 1
  return random.chance(0.3) ? monthStart(asOf + random.between(40, 330)) - 1 : null
}

/** Cuts a history in two at a month: by a gap, a switch of the line of business, or a renewal. */
const cut = (options: Options, whole: Span, random: Random): Span[] => {
  const middle = monthStart(random.between(whole.start, options.asOf - 40))
  const after = whole.end === null ? options.asOf : Math.min(whole.end, options.asOf)
  const luck = random.next()
  if (middle < whole.start + 90 || after < middle + 160 || luck >= 0.25) return [whole]
  const before: Span = { ...whole, end: middle - 1 }
  if (luck < 0.09) return [before, { ...whole, start: addMonths(middle, random.between(1, 4)) }]
  const rest: Span = { ...whole, start: middle }
  if (luck >= 0.13) return [before, rest]
  return [{ ...before, lineOfBusiness: other[whole.lineOfBusiness] }, rest]
}

/** The spans of a member, earliest first. */
export const coverageOf = (options: Options, person: Person): Coverage => {
  // A household joins together.
  const home = new Random(options.seed, 'joining', person.household)
  const joinsNow = home.chance(0.05) && person.facility === null
  const newcomer = joinsNow || planted('joinsFarAway', person.index)
  const start = Math.max(startOf(options, newcomer, home), person.birth)
  const random = new Random(options.seed, 'coverage', person.index)
  const luck = random.next()
  const lately = planted('retroactiveTerm', person.index) || luck < 0.012
  const ending = newcomer ? 'stays' : lately ? 'lately' : luck < 0.057 ? 'gone' : 'stays'
  const wanted = endOf(options, ending, random)
  const end = wanted !== null && wanted > start ? wanted : null
  const whole: Span = { start, end, lineOfBusiness: person.lineOfBusiness }
  const spans = newcomer ? [whole] : cut(options, whole, random)
  if (planted('dualCoverage', person.index) && end === null) {
    const second = Math.max(start, monthStart(options.asOf - random.between(60, 300)))
    spans.push({ start: second, end: null, lineOfBusiness: other[person.lineOfBusiness] })
  }
  return {
    spans: spans.flatMap((span) => byYear(span, options.asOf)),
    newcomer,
    endedLately: ending === 'lately' && end !== null,
  }
}

/** The spans as they were recorded before a late end was received. */
export const believed = ({ spans, endedLately }: Coverage): readonly Span[] =>
  endedLately
    ? [...spans.slice(0, -1), ...spans.slice(-1).map((span) => ({ ...span, end: null }))]
    : spans

/** Whether any span covers the day. */
export const covers = (spans: readonly Span[], day: Day): boolean =>
  spans.some((span) => span.start <= day && (span.end === null || day <= span.end))
