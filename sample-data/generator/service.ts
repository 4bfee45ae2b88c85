import type { Day } from './calendar.ts'
import type { Panel } from './network.ts'
import type { Random } from './random.ts'

export interface ServiceLine {
  readonly procedure: string
  readonly revenue: string
  /** In cents. */
  readonly allowed: number
}

/** One encounter, as one claim bills it. */
export interface Service {
  readonly day: Day
  /** undefined = a provider who is not on the roster. */
  readonly panel: Panel | undefined
  readonly placeOfService: string
  readonly billType: string
  readonly lines: readonly ServiceLine[]
}

/** A line whose price is within a fifth of the usual one. */
export const line = (
  random: Random,
  procedure: string,
  dollars: number,
  revenue = '',
): ServiceLine => ({
  procedure,
  revenue,
  allowed: Math.round(dollars * 100 * (0.8 + random.next() * 0.4)),
})
