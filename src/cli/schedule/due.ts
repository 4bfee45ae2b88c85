import { Cron } from 'croner'
import type { PipelineConfig } from '../../config/pipeline.ts'
import type { ScheduleConfig } from '../../config/schedule.ts'

/** Times of a schedule, in the pipeline's time zone. */
export class Calendar {
  readonly #nightly: Cron
  readonly #readAhead: Cron | undefined
  readonly #zone: string
  readonly #schedule: ScheduleConfig

  constructor({ time_zone: zone }: Pick<PipelineConfig, 'time_zone'>, schedule: ScheduleConfig) {
    const cron = (pattern: string): Cron =>
      new Cron(pattern, { mode: '5-part', timezone: zone, paused: true })
    this.#nightly = cron(schedule.nightly)
    this.#readAhead = schedule.read_ahead === undefined ? undefined : cron(schedule.read_ahead)
    this.#zone = zone
    this.#schedule = schedule
  }

  /** The first start of a night after `time`. */
  nextNight(time: Date): Date {
    const next = this.#nightly.nextRun(time)
    if (!next) throw new Error('a pattern that was checked has a next time')
    return next
  }

  /** The last start of a night at or before `time`; undefined where there is none. */
  lastNight(time: Date): Date | undefined {
    return this.#nightly.previousRuns(1, new Date(time.getTime() + 1))[0]
  }

  /** The first time after `time` to read ahead. */
  nextReadAhead(time: Date): Date | undefined {
    return this.#readAhead?.nextRun(time) ?? undefined
  }

  /** The as-of date of the night that starts at `start`. */
  asOf(start: Date): string {
    const today = this.#dayOf(start)
    if (this.#schedule.as_of === 'today') return today
    const before = new Date(`${today}T00:00:00Z`)
    before.setUTCDate(before.getUTCDate() - 1)
    return before.toISOString().slice(0, 10)
  }

  /** When the night that starts at `start` stops waiting for files: the next time of that hour. */
  deadline(start: Date): Date | undefined {
    const until = this.#schedule.wait_for?.until
    if (until === undefined) return undefined
    const [hour = '', minute = ''] = until.split(':')
    const pattern = `${Number(minute)} ${Number(hour)} * * *`
    return (
      new Cron(pattern, { mode: '5-part', timezone: this.#zone, paused: true }).nextRun(start) ??
      undefined
    )
  }

  #dayOf(time: Date): string {
    return new Intl.DateTimeFormat('en-CA', { timeZone: this.#zone, dateStyle: 'short' }).format(
      time,
    )
  }
}
