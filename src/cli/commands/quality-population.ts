import { createReadStream } from 'node:fs'
import path from 'node:path'
import { ConfigError } from '../../base/errors.ts'
import {
  POPULATION,
  type QualityRequest,
  closeYear,
  previewYear,
} from '../../closing/close-year.ts'
import type { QualityYear } from '../../closing/year-manifest.ts'
import { copyCsv } from '../../engine/csv.ts'
import { withEngine } from '../../engine/with-engine.ts'
import { queryOnDemand } from '../../models/build-on-demand.ts'
import type { Effects, Send } from '../effects.ts'
import { type PipelineOptions, openPipelineAndPolicy } from '../open-pipeline.ts'

/** A year's quality population, and the lake that has its files. */
export interface WrittenPopulation {
  readonly lake: string
  readonly written: QualityYear
}

/** `empanel quality-population`: writes the attributed members for a year's quality measures, once. */
export const qualityPopulation = (
  year: string,
  options: PipelineOptions,
  effects: Effects,
): Promise<WrittenPopulation> =>
  withRequest(year, options, effects, async (request) => ({
    lake: request.lake.url,
    written: await closeYear(request),
  }))

/** The same as of today, sent as CSV; writes nothing. */
export const previewPopulation = (
  year: string,
  options: PipelineOptions,
  effects: Effects,
  send: Send,
): Promise<void> =>
  withRequest(year, options, effects, async (request) => {
    await previewYear(request)
    const csv = path.join(request.spool, 'population.csv')
    await copyCsv(request.engine, queryOnDemand(POPULATION), csv)
    await send(createReadStream(csv))
  })

const withRequest = async <T>(
  year: string,
  options: PipelineOptions,
  effects: Effects,
  work: (request: QualityRequest) => Promise<T>,
): Promise<T> => {
  if (!/^[12]\d{3}$/.test(year)) {
    throw new ConfigError(`Expected a year such as 2026, found "${year}".`)
  }
  const { pipeline, policy, lake, today } = await openPipelineAndPolicy(options, effects)
  return withEngine((engine, spool) =>
    work({
      lake,
      engine,
      spool,
      year,
      pipeline: pipeline.name,
      rules: policy.closing.quality,
      today,
      now: effects.clock.now(),
    }),
  )
}
