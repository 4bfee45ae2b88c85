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

/** Refuses a month whose fixed day has not come. */
export const refuseTooEarly = ({ month, today }: Wanted, fixedDay: string): void => {
  if (fixedDay <= today) return
  throw new ConfigError(
    `Month ${month} counts on ${fixedDay}, and today is ${today}.`,
    'Close it when that day has come and a night after it is published.',
  )
}

/** Refuses a month that is closed, that is not the next one, or another day than before. */
export const refuseOutOfOrder = ({ month, day }: Wanted, closes: readonly Close[]): void => {
  const [first, last] = [closes[0], closes.at(-1)]
  if (!first || !last) return
  const known = closes.find((close) => close.month === month)
  if (known) {
    throw new ConfigError(
      `Month ${month} was closed on ${known.closed_at.slice(0, 10)}, from run ${known.run_id}.`,
      'A closed month is never rewritten: what changed in it shows in the next close.',
    )
  }
  if (month < first.month) {
    throw new ConfigError(
      `Month ${month} is before ${first.month}, the first that was closed.`,
      'Months are closed in their order.',
    )
  }
  const next = addMonths(last.month, 1)
  if (month !== next) {
    throw new ConfigError(`Month ${next} is still open, before ${month}.`, `Close ${next} first.`)
  }
  if (day !== last.day) {
    throw new ConfigError(
      `Expected --day ${last.day}, as in the months before, found ${day}.`,
      'The day on which membership counts is the same in all months of a lake.',
    )
  }
}

/** Refuses a month that no published run has reached. */
export const refuseWithoutRun = (
  { month, pipeline }: Wanted,
  fixedDay: string,
  newest: Publication | undefined,
): never => {
  throw new ConfigError(
    `Expected a published run of pipeline ${pipeline} as of ${fixedDay} or later, found ${newest ? `none after ${newest.as_of}` : 'none at all'}.`,
    `Run and publish such a night, then close ${month}.`,
  )
}

/** Refuses a month that somebody else closed in the meantime. */
export const refuseTaken = (month: string): never => {
  throw new ConfigError(
    `Somebody else closed ${month} meanwhile.`,
    '`empanel export publication.member_month` reads what they closed.',
  )
}
