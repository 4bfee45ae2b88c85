import { writeFile } from 'node:fs/promises'
import { openDuckDb } from '../../engine/duckdb-engine.ts'
import { cacheOnlyLake } from '../../lake/dry-lake.ts'
import { nightlyStages, readingStages } from '../../night/nightly.ts'
import { type RunResult, runNight } from '../../night/run.ts'
import { metricsOf, prometheus } from '../../runs/metrics.ts'
import { parseDate } from '../arguments.ts'
import type { Effects } from '../effects.ts'
import { type PipelineOptions, openPipelineAndPolicy } from '../open-pipeline.ts'

export interface RunOptions extends PipelineOptions {
  readonly asOf?: string
  readonly dryRun?: boolean
  readonly verifyInputs?: boolean
  readonly only?: 'ingest'
  /** A file for the outcome as Prometheus metrics. */
  readonly metrics?: string
}

/** `empanel run`: one night, or with `only` its reading part. */
export const run = async (options: RunOptions, effects: Effects): Promise<RunResult> => {
  const asOf = parseDate('--as-of', options.asOf)
  const { pipeline, policy, lake, today } = await openPipelineAndPolicy(options, effects)
  const result = await runNight({
    lake: options.only ? cacheOnlyLake(lake) : lake,
    pipeline,
    policy,
    asOf: asOf ?? today,
    dryRun: options.dryRun ?? false,
    verifyInputs: options.verifyInputs ?? false,
    stages: options.only ? readingStages : nightlyStages,
    openEngine: openDuckDb,
    clock: effects.clock,
    ...effects.watch({
      ...(options.only ? { only: options.only } : {}),
      ...(options.dryRun ? { dry_run: 'yes' } : {}),
    }),
  })
  if (options.metrics !== undefined) {
    await writeFile(options.metrics, prometheus(metricsOf(result.manifest, result.exit)))
  }
  return result
}
