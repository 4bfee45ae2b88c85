import { Cron } from 'croner'
import { z } from 'zod'
import { feedNames } from '../feeds/index.ts'

/** A cron pattern: minute, hour, day of the month, month, day of the week. */
const pattern = z.string().superRefine((text, context) => {
  try {
    if (new Cron(text, { mode: '5-part', paused: true }).nextRun() === null) {
      context.addIssue(`expected a cron pattern that matches some date, found "${text}"`)
    }
  } catch {
    context.addIssue(`expected a cron pattern such as "0 2 * * *", found "${text}"`)
  }
})

/** When nights start, in the pipeline's time zone, and which feeds they wait for. */
export const scheduleSchema = z.strictObject({
  /** When a night starts. */
  nightly: pattern,
  /** The as-of date of a night, relative to the day on which it starts. */
  as_of: z.enum(['today', 'yesterday']).default('today'),
  /** When new files are read into the cache ahead of the night. */
  read_ahead: pattern.optional(),
  /** Whether to start the last missed night after a stop. */
  catch_up: z.boolean().default(true),
  /** Feeds that the night waits for, until when, and what happens then. */
  wait_for: z
    .strictObject({
      feeds: z.array(z.enum(feedNames as [string, ...string[]])).min(1),
      until: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "05:00"'),
      /** `run` runs without the late feeds; `hold` leaves the night to a person. */
      if_late: z.enum(['run', 'hold']),
    })
    .optional(),
})

export type ScheduleConfig = z.output<typeof scheduleSchema>
