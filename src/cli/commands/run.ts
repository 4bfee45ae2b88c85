import { writeFile } from 'node:fs/promises'
import { loadPipeline } from '../../config/pipeline.ts'
import { loadPolicy } from '../../config/policy.ts'
import { openDuckDb } from '../../engine/duckdb-engine.ts'
import { cacheOnlyLake } from '../../lake/dry-lake.ts'
import type { ExitCode } from '../../base/errors.ts'
import { metricsOf, prometheus } from '../../runs/metrics.ts'
import { runNight } from '../../night/run.ts'
import { openLake, parseDate, pipelineFile, systemClock, todayIn, voice } from '../context.ts'
import { nightlyStages, readingStages } from '../../night/nightly.ts'
import { summarize } from '../summary.ts'
import type { Manifest } from '../../runs/manifest.ts'

interface RunOptions {
  readonly lake: string
  readonly asOf?: string
  readonly json?: boolean
  readonly dryRun?: boolean
  readonly verifyInputs?: boolean
  readonly only?: 'ingest'
  readonly metrics?: string
}

/** `empanel run`: one night; prints the summary on stdout. */
export const run = async (pipeline: string | undefined, options: RunOptions): Promise<ExitCode> => {
  const named = options.asOf === undefined ? undefined : parseDate('--as-of', options.asOf)
  const config = await loadPipeline(pipelineFile(pipeline))
  const policy = await loadPolicy(pipelineFile(pipeline), config.policy)
  const lake = await openLake(options.lake, config.settings.s3)
  const result = await runNight({
    lake: options.only ? cacheOnlyLake(lake) : lake,
    pipeline: config,
    policy,
    asOf: named ?? todayIn(config.time_zone, systemClock),
    dryRun: options.dryRun ?? false,
    verifyInputs: options.verifyInputs ?? false,
    stages: options.only ? readingStages : nightlyStages,
    openEngine: openDuckDb,
    clock: systemClock,
    ...voice(process.stderr, {
      ...(options.only ? { only: options.only } : {}),
      ...(options.dryRun ? { dry_run: 'yes' } : {}),
    }),
  })
  if (options.metrics !== undefined) {
    await writeFile(options.metrics, prometheus(metricsOf(result.manifest, result.exit)))
  }
  if (options.only) {
    process.stdout.write(toldOfReading(result.manifest, options.json ?? false))
    return result.exit
  }
  process.stdout.write(
    options.json
      ? `${JSON.stringify(result.manifest)}\n`
      : summarize(result.manifest, { lake: options.lake, dryRun: options.dryRun ?? false }),
  )
  return result.exit
}

/** Reading ahead publishes nothing; it tells how much of the claims was read, and what refused it. */
const toldOfReading = ({ inputs, error }: Manifest, isJson: boolean): string => {
  const claims = inputs.filter(({ feed, use }) => feed === 'claims' && use === 'read')
  const known = claims.filter(({ cached }) => cached).length
  const read = claims.length - known
  if (isJson) return `${JSON.stringify({ read, known, error })}\n`
  const refused = error ? [error.message, ...(error.hint ? [error.hint] : [])] : []
  const said = `Read ahead: ${read} files of claims, ${known} known already. Nothing was published.`
  return [said, ...refused, ''].join('\n')
}
