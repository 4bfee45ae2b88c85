import { describe, expect, it } from 'vitest'
import { parsePipeline } from '../../../src/config/pipeline.ts'
import { type World, runSchedule } from '../../../src/cli/schedule/loop.ts'
import type { SchedulerState } from '../../../src/cli/schedule/status.ts'

interface Script {
  readonly from: string
  readonly until: string
  readonly schedule: string
  readonly zone?: string
  /** Dates that have a run already. */
  readonly ran?: readonly string[]
  /** How long a night takes, in minutes, by its date. */
  readonly minutes?: Readonly<Record<string, number>>
  /** When the files that a night waits for arrive. */
  readonly filesArrive?: string
  readonly exit?: number
}

/** What a scheduler does between two times, in UTC. */
const play = async (script: Script): Promise<{ did: string[]; states: SchedulerState[] }> => {
  const pipeline = parsePipeline(
    'test.yaml',
    `name: test\npolicy: caresource\ntime_zone: ${script.zone ?? 'UTC'}\nfeeds: {enrollment: , providers: }\nschedule: ${script.schedule}\n`,
  )
  let now = new Date(script.from).getTime()
  const timers: { at: number; wake: () => void }[] = []
  const end = new Date(script.until).getTime()
  const did: string[] = []
  const states: SchedulerState[] = []
  const note = (what: string): void => {
    did.push(`${new Date(now).toISOString().slice(5, 16)} ${what}`)
  }
  const pass = (milliseconds: number): Promise<void> =>
    new Promise((wake) => {
      timers.push({ at: now + milliseconds, wake })
    })
  /** Moves the clock to the next timer once nothing else is left to do. */
  const advance = (): void => {
    const [next] = timers.toSorted((a, b) => a.at - b.at)
    if (!next) return
    timers.splice(timers.indexOf(next), 1)
    now = Math.max(now, next.at)
    next.wake()
  }
  const world: World = {
    clock: { now: () => new Date(now) },
    sleep: (milliseconds) => pass(Math.max(milliseconds, 1)),
    isStopping: () => now >= end,
    hasRun: async (asOf) => script.ran?.includes(asOf) ?? false,
    lateFeeds: async () =>
      script.filesArrive !== undefined && now < new Date(script.filesArrive).getTime()
        ? ['enrollment']
        : [],
    runNight: async (asOf) => {
      note(`night ${asOf}`)
      await pass((script.minutes?.[asOf] ?? 1) * 60_000)
      return script.exit ?? 0
    },
    readAhead: async () => {
      note('reads ahead')
      await pass(60_000)
      return 0
    },
    report: async (state) => {
      states.push(state)
    },
    log: () => {},
  }
  if (!pipeline.schedule) throw new Error('the script has a schedule')
  const ended = runSchedule(pipeline, pipeline.schedule, world).then(() => true)
  const tick = (): Promise<boolean> => new Promise((done) => setImmediate(() => done(false)))
  while (!(await Promise.race([ended, tick()]))) advance()
  return { did, states }
}

describe('a schedule', () => {
  it("starts a night when it is due in the pipeline's time zone, for the date there", async () => {
    const { did } = await play({
      from: '2026-06-29T12:00:00Z',
      until: '2026-07-01T12:00:00Z',
      zone: 'America/Indiana/Indianapolis',
      schedule: '{nightly: "30 22 * * *", catch_up: false}',
    })
    expect(did).toEqual(['06-30T02:30 night 2026-06-29', '07-01T02:30 night 2026-06-30'])
  })

  it('keeps to local time when daylight saving time begins and ends', async () => {
    const zone = 'America/Chicago'
    const schedule = '{nightly: "0 4 * * *", catch_up: false, as_of: yesterday}'
    const spring = await play({
      from: '2026-03-07T12:00:00Z',
      until: '2026-03-09T12:00:00Z',
      zone,
      schedule,
    })
    expect(spring.did).toEqual(['03-08T09:00 night 2026-03-07', '03-09T09:00 night 2026-03-08'])
    const autumn = await play({
      from: '2026-10-31T12:00:00Z',
      until: '2026-11-02T12:00:00Z',
      zone,
      schedule,
    })
    expect(autumn.did).toEqual(['11-01T10:00 night 2026-10-31', '11-02T10:00 night 2026-11-01'])
  })

  it('never overlaps nights: one that is due while another runs starts after it', async () => {
    const { did } = await play({
      from: '2026-06-30T00:00:00Z',
      until: '2026-07-02T12:00:00Z',
      schedule: '{nightly: "0 2 * * *", catch_up: false}',
      minutes: { '2026-06-30': 26 * 60 },
    })
    expect(did).toEqual([
      '06-30T02:00 night 2026-06-30',
      '07-01T04:00 night 2026-07-01',
      '07-02T02:00 night 2026-07-02',
    ])
  })

  it('starts only the last of several nights that became due while one ran', async () => {
    const { did } = await play({
      from: '2026-06-30T00:00:00Z',
      until: '2026-07-03T00:00:00Z',
      schedule: '{nightly: "0 2 * * *", catch_up: false}',
      minutes: { '2026-06-30': 50 * 60 },
    })
    expect(did).toEqual(['06-30T02:00 night 2026-06-30', '07-02T04:00 night 2026-07-02'])
  })

  it('catches up on the last missed night, unless it ran or catching up is off', async () => {
    const stretch = { from: '2026-06-30T09:00:00Z', until: '2026-06-30T10:00:00Z' }
    const nightly = 'nightly: "0 2 * * *"'
    const missed = await play({ ...stretch, schedule: `{${nightly}}` })
    expect(missed.did).toEqual(['06-30T09:00 night 2026-06-30'])
    const ran = await play({ ...stretch, schedule: `{${nightly}}`, ran: ['2026-06-30'] })
    expect(ran.did).toEqual([])
    const off = await play({ ...stretch, schedule: `{${nightly}, catch_up: false}` })
    expect(off.did).toEqual([])
  })

  it('reads ahead during the day, and starts a night first when both are due', async () => {
    const { did } = await play({
      from: '2026-06-30T00:30:00Z',
      until: '2026-06-30T03:30:00Z',
      schedule: '{nightly: "0 2 * * *", read_ahead: "0 * * * *", catch_up: false}',
    })
    expect(did).toEqual([
      '06-30T01:00 reads ahead',
      '06-30T02:00 night 2026-06-30',
      '06-30T03:00 reads ahead',
    ])
  })
})

describe('a night that waits for files', () => {
  const wait = (more: string): string =>
    `{nightly: "0 2 * * *", catch_up: false, wait_for: {feeds: [enrollment], until: "05:00", ${more}}}`
  const stretch = { from: '2026-06-30T00:00:00Z', until: '2026-06-30T12:00:00Z' }

  it('starts as soon as they arrive, and reports what it waits for until then', async () => {
    const { did, states } = await play({
      ...stretch,
      schedule: wait('if_late: hold'),
      filesArrive: '2026-06-30T03:10:00Z',
    })
    expect(did).toEqual(['06-30T03:10 night 2026-06-30'])
    expect(states.find(({ doing }) => doing === 'waiting_for_files')?.lateFeeds).toEqual([
      'enrollment',
    ])
  })

  it('starts without them at the deadline with `if_late: run`', async () => {
    const { did } = await play({
      ...stretch,
      schedule: wait('if_late: run'),
      filesArrive: '2026-06-30T06:00:00Z',
    })
    expect(did).toEqual(['06-30T05:00 night 2026-06-30'])
  })

  it('is held at the deadline with `if_late: hold`', async () => {
    const { did, states } = await play({
      ...stretch,
      schedule: wait('if_late: hold'),
      filesArrive: '2026-06-30T06:00:00Z',
    })
    expect(did).toEqual([])
    expect(states.at(-1)?.last).toMatchObject({ asOf: '2026-06-30', exit: 3 })
  })
})

describe('what a scheduler reports', () => {
  it('that it is alive, every half minute, and how the last night ended', async () => {
    const { states } = await play({
      from: '2026-06-30T01:50:00Z',
      until: '2026-06-30T02:20:00Z',
      schedule: '{nightly: "0 2 * * *", catch_up: false}',
      exit: 4,
    })
    expect(states.length).toBeGreaterThan(50)
    expect(states.map(({ doing }) => doing)).toContain('running')
    expect(states.at(-1)).toMatchObject({
      doing: 'stopping',
      last: { asOf: '2026-06-30', exit: 4 },
    })
  })
})
