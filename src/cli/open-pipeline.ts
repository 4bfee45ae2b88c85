import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../base/clock.ts'
import { type PipelineConfig, loadPipeline } from '../config/pipeline.ts'
import { type Policy, loadPolicy } from '../config/policy.ts'
import type { Lake } from '../lake/lake.ts'
import type { Effects } from './effects.ts'

/** The options that name a pipeline and a lake. */
export interface PipelineOptions {
  readonly lake: string
  readonly pipeline?: string | undefined
}

/** A pipeline, and the lake that a command uses it on. */
export interface OpenPipeline {
  readonly pipeline: PipelineConfig
  readonly lake: Lake
  /** The date in the pipeline's time zone. */
  readonly today: string
}

/** Reads the pipeline file, then opens the lake with its settings. */
export const openPipeline = async (
  options: PipelineOptions,
  effects: Pick<Effects, 'openLake' | 'clock'>,
): Promise<OpenPipeline> => openLakeOf(await loadPipeline(pipelineFile(options)), options, effects)

/** The same with the pipeline's policy: a mistake in either file is found before the lake is opened. */
export const openPipelineAndPolicy = async (
  options: PipelineOptions,
  effects: Pick<Effects, 'openLake' | 'clock'>,
): Promise<OpenPipeline & { readonly policy: Policy }> => {
  const file = pipelineFile(options)
  const pipeline = await loadPipeline(file)
  const policy = await loadPolicy(file, pipeline.policy)
  return { ...(await openLakeOf(pipeline, options, effects)), policy }
}

const openLakeOf = async (
  pipeline: PipelineConfig,
  { lake }: PipelineOptions,
  { openLake, clock }: Pick<Effects, 'openLake' | 'clock'>,
): Promise<OpenPipeline> => ({
  pipeline,
  lake: await openLake(lake, pipeline.settings.s3),
  today: todayIn(pipeline.time_zone, clock),
})

/** The pipeline file that is named, or else the nightly one that comes with empanel. */
export const pipelineFile = ({ pipeline }: Pick<PipelineOptions, 'pipeline'>): string =>
  pipeline === undefined
    ? fileURLToPath(new URL('../../pipelines/nightly.yaml', import.meta.url))
    : path.resolve(pipeline)

/** The date in a time zone. */
export const todayIn = (timeZone: string, clock: Clock): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(clock.now())
