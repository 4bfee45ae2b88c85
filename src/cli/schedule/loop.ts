import type { PipelineConfig } from '../../config/pipeline.ts'
import type { ScheduleConfig } from '../../config/schedule.ts'
import { Calendar } from './due.ts'
import type { SchedulerState } from './status.ts'
import type { Clock } from '../../base/clock.ts'

/** Everything that a scheduler does to the world, so that a test can be its world. */
export interface World {
  readonly clock: Clock
  /** Resolves after so many milliseconds, or at once when it is told to stop. */
  sleep(milliseconds: number): Promise<void>
  /** Whether somebody asked the scheduler to end. */
  isStopping(): boolean
  /** Whether the night of this date has a run that ended with a result. */
  hasRun(asOf: string): Promise<boolean>
  /** Which of the feeds that the night waits for are still late. */
  lateFeeds(asOf: string): Promise<readonly string[]>
  /** Runs the night; gives its exit code. */
  runNight(asOf: string): Promise<number>
  /** Reads new files into the cache. */
  readAhead(asOf: string): Promise<number>
  tell(state: SchedulerState): Promise<void>
  log(message: string, facts: Readonly<Record<string, unknown>>): void
}

/** How often the scheduler shows that it lives, and looks whether late files have come. */
const BEAT = 30_000

/** Nothing ran: the files that the night waited for did not come. The exit code of a held night. */
const HELD = 3

/**
 * Starts nights when they are due until it is told to stop. One thing happens at a time, so nights
 * never overlap: a night that is due while another runs starts after it.
 */
export const runSchedule = async (
  pipeline: PipelineConfig,
  schedule: ScheduleConfig,
  world: World,
): Promise<void> => {
  const calendar = new Calendar(pipeline, schedule)
  const { clock } = world
  let state: SchedulerState = {
    pipeline: pipeline.name,
    doing: 'sleeping',
    nextNight: calendar.nextNight(clock.now()),
    lateFeeds: [],
  }
  const tell = (change: Partial<SchedulerState>): Promise<void> => {
    state = { ...state, ...change }
    return world.tell(state)
  }

  const night = async (start: Date): Promise<void> => {
    const asOf = calendar.asOf(start)
    const late = await waitForFiles(asOf, start)
    if (world.isStopping()) return
    let exit = HELD
    if (late.length > 0 && schedule.wait_for?.if_late === 'hold') {
      world.log('night held: files are late', { as_of: asOf, feeds: late })
    } else {
      await tell({ doing: 'running' })
      world.log('night starts', { as_of: asOf, late_feeds: late })
      exit = await beating(() => world.runNight(asOf))
      world.log('night ended', { as_of: asOf, exit })
    }
    await tell({ last: { asOf, exit, endedAt: clock.now() } })
  }

  const waitForFiles = async (asOf: string, start: Date): Promise<readonly string[]> => {
    const deadline = calendar.deadline(start)
    if (!deadline) return []
    for (;;) {
      const late = await world.lateFeeds(asOf)
      if (late.length === 0 || clock.now() >= deadline || world.isStopping()) return late
      await tell({ doing: 'waiting_for_files', lateFeeds: late })
      await world.sleep(Math.min(BEAT, deadline.getTime() - clock.now().getTime()))
    }
  }

  /** Shows life while something long runs. */
  const beating = async <T>(work: () => Promise<T>): Promise<T> => {
    const done = work()
    while (!world.isStopping()) {
      const beat = world.sleep(BEAT).then(() => false)
      if (await Promise.race([done.then(() => true), beat])) break
      await tell({})
    }
    return done
  }

  const missed = schedule.catch_up ? calendar.lastNight(clock.now()) : undefined
  if (missed && !(await world.hasRun(calendar.asOf(missed)))) {
    world.log('a night was missed', { as_of: calendar.asOf(missed) })
    await night(missed)
  }
  let [nightSince, lookSince] = [clock.now(), clock.now()]
  while (!world.isStopping()) {
    const nextNight = calendar.nextNight(nightSince)
    const nextLook = calendar.nextReadAhead(lookSince)
    await tell({ doing: 'sleeping', nextNight, lateFeeds: [] })
    const isLook = nextLook !== undefined && nextLook < nextNight
    const due = isLook ? nextLook : nextNight
    const left = due.getTime() - clock.now().getTime()
    if (left > 0) {
      await world.sleep(Math.min(BEAT, left))
      continue
    }
    if (isLook) {
      await tell({ doing: 'reading_ahead' })
      await beating(() => world.readAhead(calendar.asOf(due)))
    } else {
      await night(due)
      // Of the nights that fell due meanwhile only the last is started.
      nightSince = later(due, justBefore(calendar.lastNight(clock.now())))
    }
    lookSince = clock.now()
  }
  await tell({ doing: 'stopping' })
}

const later = (a: Date, b: Date): Date => (a > b ? a : b)

const justBefore = (time: Date | undefined): Date => new Date((time?.getTime() ?? 0) - 1)
