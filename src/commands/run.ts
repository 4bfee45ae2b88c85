import { loadPipeline } from '../config/pipeline.ts'
import { loadPolicy } from '../config/policy.ts'
import { openDuckDb } from '../engine/duckdb-engine.ts'
import type { ExitCode } from '../pipeline/errors.ts'
import { runNight } from '../pipeline/run.ts'
import { openLake, parseDate, pipelineFile, systemClock, todayIn, voice } from './context.ts'
import { nightlyStages } from './nightly.ts'
import { summarize } from './summary.ts'

interface RunOptions {
  readonly lake: string
  readonly asOf?: string
  readonly json?: boolean
  readonly dryRun?: boolean
  readonly verifyInputs?: boolean
}

/** `empanel run`: one night; prints the summary on stdout. */
export const run = async (pipeline: string | undefined, options: RunOptions): Promise<ExitCode> => {
  const named = options.asOf === undefined ? undefined : parseDate('--as-of', options.asOf)
  const config = await loadPipeline(pipelineFile(pipeline))
  const policy = await loadPolicy(pipelineFile(pipeline), config.policy)
  const result = await runNight({
    lake: await openLake(options.lake, config.settings.s3),
    pipeline: config,
    policy,
    asOf: named ?? todayIn(config.time_zone, systemClock),
    dryRun: options.dryRun ?? false,
    verifyInputs: options.verifyInputs ?? false,
    stages: nightlyStages,
    openEngine: openDuckDb,
    clock: systemClock,
    ...voice(process.stderr),
  })
  process.stdout.write(
    options.json
      ? `${JSON.stringify(result.manifest)}\n`
      : summarize(result.manifest, { lake: options.lake, dryRun: options.dryRun ?? false }),
  )
  return result.exit
}
