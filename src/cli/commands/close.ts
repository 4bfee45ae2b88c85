import { closeMonth } from '../../closing/close-month.ts'
import type { Close } from '../../closing/closes.ts'
import { parseDayOfMonth, parseMonth } from '../../base/months.ts'
import { loadPipeline } from '../../config/pipeline.ts'
import { loadPolicy } from '../../config/policy.ts'
import { withEngine } from '../../engine/with-engine.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { openLake, pipelineFile, systemClock, todayIn } from '../context.ts'
import type { Clock } from '../../base/clock.ts'

interface CloseOptions {
  readonly lake: string
  readonly day: string
  readonly pipeline?: string
  readonly by?: string
  readonly json?: boolean
}

/** `empanel close`: a month's member-months, written once. */
export const close = async (
  text: string,
  options: CloseOptions,
  clock: Clock = systemClock,
): Promise<ExitCode> => {
  const month = parseMonth('the month', text)
  const day = parseDayOfMonth('--day', options.day)
  if (options.by?.trim() === '') {
    throw new ConfigError('Expected --by to say who closes, found nothing.')
  }
  const file = pipelineFile(options.pipeline)
  const pipeline = await loadPipeline(file)
  const policy = await loadPolicy(file, pipeline.policy)
  const lake = await openLake(options.lake, pipeline.settings.s3)
  const closed = await withEngine((engine, spool) =>
    closeMonth({
      lake,
      engine,
      spool,
      month,
      day,
      by: options.by?.trim() ?? null,
      today: todayIn(pipeline.time_zone, clock),
      now: clock.now(),
      pipeline: pipeline.name,
      policy: policy.name,
      retroMonths: policy.closing.retro_months,
    }),
  )
  process.stdout.write(
    options.json ? `${JSON.stringify(closed)}\n` : `${tell(closed, lake.url).join('\n')}\n`,
  )
  return exitCode.published
}

const tell = (closed: Close, lake: string): string[] => {
  const { month, rows } = closed
  return [
    `Closed ${month}: ${rows.original} member-months, counted on ${closed.fixed_day}.`,
    `Of the ${closed.retro_months} months before: ${rows.taken_back} taken back, ${rows.added} added.`,
    ...(rows.not_adjusted > 0
      ? [
          `Beyond them ${rows.not_adjusted} member-months are no longer as they were closed, and not adjusted.`,
        ]
      : []),
    `What is known: run ${closed.run_id}, as of ${closed.as_of}; attribution of ${closed.month_as_of}.`,
    `Files: ${lake}/closes/${month}/`,
  ]
}
