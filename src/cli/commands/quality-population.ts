import { createReadStream } from 'node:fs'
import path from 'node:path'
import { pipeline as stream } from 'node:stream/promises'
import { POPULATION, closeYear, previewYear } from '../../closing/close-year.ts'
import { loadPipeline } from '../../config/pipeline.ts'
import { loadPolicy } from '../../config/policy.ts'
import { withEngine } from '../../engine/with-engine.ts'
import { queryOnDemand } from '../../models/build-on-demand.ts'
import { copyCsv } from '../../engine/csv.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { openLake, pipelineFile, systemClock, todayIn } from '../context.ts'
import type { Clock } from '../../base/clock.ts'

interface QualityOptions {
  readonly lake: string
  readonly pipeline?: string
  readonly preliminary?: boolean
  readonly json?: boolean
}

/** `empanel quality-population`: who is attributed to whom for a year's quality measures. */
export const qualityPopulation = async (
  year: string,
  options: QualityOptions,
  clock: Clock = systemClock,
): Promise<ExitCode> => {
  if (!/^[12]\d{3}$/.test(year)) {
    throw new ConfigError(`Expected a year such as 2026, found "${year}".`)
  }
  const file = pipelineFile(options.pipeline)
  const pipeline = await loadPipeline(file)
  const policy = await loadPolicy(file, pipeline.policy)
  const lake = await openLake(options.lake, pipeline.settings.s3)
  await withEngine(async (engine, spool) => {
    const request = {
      ...{ lake, engine, spool, year, pipeline: pipeline.name, rules: policy.closing.quality },
      ...{ today: todayIn(pipeline.time_zone, clock), now: clock.now() },
    }
    if (options.preliminary) {
      await previewYear(request)
      const csv = path.join(spool, 'population.csv')
      await copyCsv(engine, queryOnDemand(POPULATION), csv)
      await stream(createReadStream(csv), process.stdout, { end: false })
      return
    }
    const written = await closeYear(request)
    const { rows, continuously_enrolled: enrolled, anchor } = written
    process.stdout.write(
      options.json
        ? `${JSON.stringify(written)}\n`
        : `Quality population of ${year}: ${rows} members attributed on ${anchor}, ${enrolled} of them continuously enrolled.\nFiles: ${lake.url}/closes/quality/${year}/\n`,
    )
  })
  return exitCode.published
}
