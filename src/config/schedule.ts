import { Cron } from 'croner'
import { z } from 'zod'
import { feedNames } from '../feeds/index.ts'

/** A cron pattern: minute, hour, day of the month, month, day of the week. */
const pattern = z.string().superRefine((text, context) => {
  try {
    if (new Cron(text, { mode: '5-part', paused: true }).nextRun() === null) {
      context.addIssue(`expected a pattern that comes round, found "${text}"`)
    }
  } catch {
    context.addIssue(`expected a cron pattern such as "0 2 * * *", found "${text}"`)
  }
})

/** When nights start, in the pipeline's time zone, and what they wait for. */
export const scheduleSchema = z.strictObject({
  /** When a night starts. */
  nightly: pattern,
  /** The date that a night answers for, seen from the day on which it starts. */
  as_of: z.enum(['today', 'yesterday']).default('today'),
  /** When new files are read ahead into the cache, so that the night finds them read. */
  read_ahead: pattern.optional(),
  /** After a stop: start the night that was missed last. */
  catch_up: z.boolean().default(true),
  /** Feeds that the night waits for, until a time of its day, and what then. */
  wait_for: z
    .strictObject({
      feeds: z.array(z.enum(feedNames as [string, ...string[]])).min(1),
      until: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "05:00"'),
      /** `run` goes without the late feeds; `hold` leaves the night to a person. */
      if_late: z.enum(['run', 'hold']),
    })
    .optional(),
})

export type ScheduleConfig = z.output<typeof scheduleSchema>
