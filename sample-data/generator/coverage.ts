import { addMonths, dayOf, isoOf, monthStart, type Day } from './calendar.ts'
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
  const last = span.end ?? dayOf(`${isoOf(asOf).slice(0, 4)}-12-31`)
  const pieces: Span[] = []
  for (let start = span.start; start <= last;) {
    const yearEnd = dayOf(`${isoOf(start).slice(0, 4)}-12-31`)
    pieces.push({ ...span, start, end: Math.min(yearEnd, last) })
    start = yearEnd + 1
  }
  return pieces
}

const startOf = (options: Options, newcomer: boolean, random: Random): Day => {
  if (newcomer) return addMonths(monthStart(options.asOf), -random.between(0, 1))
  if (random.chance(0.62)) return monthStart(options.since - random.between(0, 1_100))
  return monthStart(random.between(options.since, options.asOf - 75))
}

/** The spans of a member, earliest first. */
export const coverageOf = (options: Options, person: Person): Coverage => {
  // A household joins together.
  const home = new Random(options.seed, 'joining', person.household)
  const newcomer = home.chance(0.055) && person.facility === null
  const joined = startOf(options, newcomer, home)
  const random = new Random(options.seed, 'coverage', person.index)
  const start = Math.max(joined, person.birth)
  const line = person.lineOfBusiness
  const middle = monthStart(random.between(start, options.asOf - 40))
  const years = !newcomer && middle > start + 90 ? random.next() : 1
  const longGone = !newcomer && random.chance(0.045)
  const endedLately =
    planted('retroactiveTerm', person.index) || (!newcomer && random.chance(0.012))
  let end: Day | null = null
  if (longGone) end = monthStart(options.asOf - random.between(100, 500)) - 1
  else if (endedLately) end = monthStart(options.asOf - random.between(0, 60)) - 1
  else if (random.chance(0.3)) end = monthStart(options.asOf + random.between(40, 330)) - 1
  if (end !== null && end <= start) end = null
  const whole: Span = { start, end, lineOfBusiness: line }
  let spans: Span[] = [whole]
  if (years < 0.09 && (end === null || end > middle + 150)) {
    const resumed = addMonths(middle, random.between(1, 4))
    spans = [{ ...whole, end: middle - 1 }]
    if (resumed < options.asOf - 30) spans.push({ ...whole, start: resumed })
    else spans = [whole]
  } else if (years < 0.13 && (end === null || end > middle + 30)) {
    const before = { ...whole, end: middle - 1, lineOfBusiness: other[line] }
    spans = [before, { ...whole, start: middle }]
  } else if (years < 0.25 && line === 'medicaid' && (end === null || end > middle + 30)) {
    spans = [
      { ...whole, end: middle - 1 },
      { ...whole, start: middle },
    ]
  }
  if (planted('dualCoverage', person.index) && end === null) {
    const second = Math.max(start, monthStart(options.asOf - random.between(60, 300)))
    spans.push({ start: second, end: null, lineOfBusiness: other[line] })
  }
  return {
    spans: spans.flatMap((span) => byYear(span, options.asOf)),
    newcomer,
    endedLately: endedLately && end !== null,
  }
}

/** Whether any span covers the day. */
export const covers = (coverage: Coverage, day: Day): boolean =>
  coverage.spans.some((span) => span.start <= day && (span.end === null || day <= span.end))
