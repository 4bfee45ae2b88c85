import type { Clock } from '../../base/clock.ts'
import { exitCode } from '../../base/errors.ts'
import type { PipelineConfig } from '../../config/pipeline.ts'
import type { ScheduleConfig } from '../../config/schedule.ts'
import { Calendar } from './due.ts'
import type { SchedulerState } from './status.ts'

/** Everything that a scheduler does outside of itself, so that a test can stand in for it. */
export interface World {
  readonly clock: Clock
  /** Resolves after so many milliseconds, or as soon as the scheduler is stopped. */
  sleep(milliseconds: number): Promise<void>
  /** Whether the scheduler was stopped. */
  isStopping(): boolean
  /** Whether the night of this date has a run that ended with a result. */
  hasRun(asOf: string): Promise<boolean>
  /** Which of the feeds that the night waits for are still late. */
  lateFeeds(asOf: string): Promise<readonly string[]>
  /** Runs the night and returns its exit code. */
  runNight(asOf: string): Promise<number>
  /** Reads new files into the cache. */
  readAhead(asOf: string): Promise<number>
  /** Writes what monitoring reads. */
  report(state: SchedulerState): Promise<void>
  log(message: string, facts: Readonly<Record<string, unknown>>): void
}

/** How often the scheduler reports that it is alive, and checks for late files. */
const BEAT = 30_000

/**
 * Starts nights when they are due, until it is stopped. It does one thing at a time, so nights never
 * overlap: a night that is due while another runs starts after it.
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
  const report = (change: Partial<SchedulerState>): Promise<void> => {
    state = { ...state, ...change }
    return world.report(state)
  }

  const night = async (start: Date): Promise<void> => {
    const asOf = calendar.asOf(start)
    const late = await waitForFiles(asOf, start)
    if (world.isStopping()) return
    // A night whose files are late does not run, and counts as held.
    let exit: number = exitCode.held
    if (late.length > 0 && schedule.wait_for?.if_late === 'hold') {
      world.log('night held: files are late', { as_of: asOf, feeds: late })
    } else {
      await report({ doing: 'running' })
      world.log('night starts', { as_of: asOf, late_feeds: late })
      exit = await beating(() => world.runNight(asOf))
      world.log('night ended', { as_of: asOf, exit })
    }
    await report({ last: { asOf, exit, endedAt: clock.now() } })
  }

  const waitForFiles = async (asOf: string, start: Date): Promise<readonly string[]> => {
    const deadline = calendar.deadline(start)
    if (!deadline) return []
    for (;;) {
      const late = await world.lateFeeds(asOf)
      if (late.length === 0 || clock.now() >= deadline || world.isStopping()) return late
      await report({ doing: 'waiting_for_files', lateFeeds: late })
      await world.sleep(Math.min(BEAT, deadline.getTime() - clock.now().getTime()))
    }
  }

  /** Reports that the scheduler is alive while something long runs. */
  const beating = async <T>(work: () => Promise<T>): Promise<T> => {
    const done = work()
    while (!world.isStopping()) {
      const beat = world.sleep(BEAT).then(() => false)
      if (await Promise.race([done.then(() => true), beat])) break
      await report({})
    }
    return done
  }

  const missed = schedule.catch_up ? calendar.lastNight(clock.now()) : undefined
  if (missed && !(await world.hasRun(calendar.asOf(missed)))) {
    world.log('a night was missed', { as_of: calendar.asOf(missed) })
    await night(missed)
  }
  let [nightSince, readSince] = [clock.now(), clock.now()]
  while (!world.isStopping()) {
    const nextNight = calendar.nextNight(nightSince)
    const nextRead = calendar.nextReadAhead(readSince)
    await report({ doing: 'sleeping', nextNight, lateFeeds: [] })
    const isRead = nextRead !== undefined && nextRead < nextNight
    const due = isRead ? nextRead : nextNight
    const left = due.getTime() - clock.now().getTime()
    if (left > 0) {
      await world.sleep(Math.min(BEAT, left))
      continue
    }
    if (isRead) {
      await report({ doing: 'reading_ahead' })
      await beating(() => world.readAhead(calendar.asOf(due)))
    } else {
      await night(due)
      // Of the nights that became due in the meantime only the last is started.
      nightSince = later(due, justBefore(calendar.lastNight(clock.now())))
    }
    readSince = clock.now()
  }
  await report({ doing: 'stopping' })
}

const later = (a: Date, b: Date): Date => (a > b ? a : b)

const justBefore = (time: Date | undefined): Date => new Date((time?.getTime() ?? 0) - 1)
