import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { prometheus } from '../../runs/metrics.ts'

/** What monitoring reads of a scheduler; no member's data. */
export interface SchedulerState {
  readonly pipeline: string
  readonly doing: 'sleeping' | 'waiting_for_files' | 'running' | 'reading_ahead' | 'stopping'
  readonly nextNight: Date
  /** Feeds that the night is waiting for. */
  readonly lateFeeds: readonly string[]
  readonly last?: { readonly asOf: string; readonly exit: number; readonly endedAt: Date }
}

/** Writes `heartbeat.json` and `schedule.prom` into a folder, each whole or not at all. */
export const writeStatus = async (
  folder: string,
  state: SchedulerState,
  now: Date,
): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const { pipeline, doing, nextNight, lateFeeds, last } = state
  const heartbeat = {
    at: now.toISOString(),
    pipeline,
    doing,
    late_feeds: lateFeeds,
    next_night_at: nextNight.toISOString(),
    last_night: last
      ? { as_of: last.asOf, exit: last.exit, ended_at: last.endedAt.toISOString() }
      : null,
  }
  await replace(path.join(folder, 'heartbeat.json'), `${JSON.stringify(heartbeat, null, 2)}\n`)
  const labels = { pipeline }
  await replace(
    path.join(folder, 'schedule.prom'),
    prometheus([
      {
        name: 'empanel_schedule_heartbeat_timestamp_seconds',
        help: 'When the scheduler was last seen alive.',
        samples: [{ labels, value: seconds(now) }],
      },
      {
        name: 'empanel_schedule_next_night_timestamp_seconds',
        help: 'When the next night starts.',
        samples: [{ labels, value: seconds(nextNight) }],
      },
      {
        name: 'empanel_schedule_late_feeds',
        help: 'Feeds that the night waits for.',
        samples: [{ labels, value: lateFeeds.length }],
      },
      {
        name: 'empanel_schedule_last_exit_code',
        help: 'Exit code of the last night: 0 published, 3 held, 4 input refused, 5 locked.',
        samples: last ? [{ labels, value: last.exit }] : [],
      },
      {
        name: 'empanel_schedule_last_end_timestamp_seconds',
        help: 'When the last night ended.',
        samples: last ? [{ labels, value: seconds(last.endedAt) }] : [],
      },
    ]),
  )
}

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000)

/** A reader sees the old file or the new one. */
const replace = async (file: string, text: string): Promise<void> => {
  await writeFile(`${file}.draft`, text)
  await rename(`${file}.draft`, file)
}
