import { ConfigError } from '../../base/errors.ts'
import { loadPipeline } from '../../config/pipeline.ts'
import type { Effects } from '../effects.ts'
import { pipelineFile } from '../open-pipeline.ts'
import { runSchedule } from '../schedule/loop.ts'
import { realWorld } from '../schedule/world.ts'

interface ScheduleOptions {
  readonly lake: string
  readonly pipeline: string
  /** The folder for heartbeat and metrics. */
  readonly status: string
}

/** `empanel schedule`: starts nights when they are due, until `stop`. */
export const schedule = async (
  options: ScheduleOptions,
  effects: Effects,
  stop: AbortSignal,
): Promise<void> => {
  const file = pipelineFile(options)
  const pipeline = await loadPipeline(file)
  if (!pipeline.schedule) {
    throw new ConfigError(
      `Expected a section \`schedule\` in ${options.pipeline}, found none.`,
      'Add for example: schedule: { nightly: "0 2 * * *" }',
    )
  }
  const lake = await effects.openLake(options.lake, pipeline.settings.s3)
  const { schedule: plan } = pipeline
  const { status, lake: place } = options
  const world = realWorld({ file, pipeline, plan, lake, place, status, stop }, effects)
  await runSchedule(pipeline, plan, world)
}
