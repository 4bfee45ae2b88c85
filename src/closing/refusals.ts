import { ConfigError } from '../base/errors.ts'
import type { Publication } from '../runs/published.ts'
import type { Close } from './closes.ts'
import { addMonths } from '../base/months.ts'

interface Wanted {
  readonly month: string
  readonly day: number
  readonly today: string
  readonly pipeline: string
}

/** Refuses a month whose fixed day is in the future. */
export const refuseTooEarly = ({ month, today }: Wanted, fixedDay: string): void => {
  if (fixedDay <= today) return
  throw new ConfigError(
    `Month ${month} counts on ${fixedDay}, and today is ${today}.`,
    'Close it once that day has passed and a run as of that day or later is published.',
  )
}

/** Refuses a month that is closed or not the next one, and a day other than before. */
export const refuseOutOfOrder = ({ month, day }: Wanted, closes: readonly Close[]): void => {
  const [first, last] = [closes[0], closes.at(-1)]
  if (!first || !last) return
  const closed = closes.find((close) => close.month === month)
  if (closed) {
    throw new ConfigError(
      `Month ${month} was closed on ${closed.closed_at.slice(0, 10)}, from run ${closed.run_id}.`,
      'A closed month is never rewritten. The next close adjusts what changed in it.',
    )
  }
  if (month < first.month) {
    throw new ConfigError(
      `Month ${month} is before ${first.month}, the first month that was closed.`,
      'Months are closed in order.',
    )
  }
  const next = addMonths(last.month, 1)
  if (month !== next) {
    throw new ConfigError(`Month ${next} is still open, before ${month}.`, `Close ${next} first.`)
  }
  if (day !== last.day) {
    throw new ConfigError(
      `Expected --day ${last.day}, as in the months before, found ${day}.`,
      'Membership counts on the same day in all months of a lake.',
    )
  }
}

/** Refuses a month without a published run as of its fixed day or later. */
export const refuseWithoutRun = (
  { month, pipeline }: Wanted,
  fixedDay: string,
  newest: Publication | undefined,
): never => {
  throw new ConfigError(
    `Expected a published run of pipeline ${pipeline} as of ${fixedDay} or later, found ${newest ? `none after ${newest.as_of}` : 'none at all'}.`,
    `Run and publish a night as of ${fixedDay} or later, then close ${month}.`,
  )
}

/** Refuses a month that someone else closed in the meantime. */
export const refuseTaken = (month: string): never => {
  throw new ConfigError(
    `Another process closed ${month} in the meantime.`,
    '`empanel export publication.member_month` reads that close.',
  )
}
