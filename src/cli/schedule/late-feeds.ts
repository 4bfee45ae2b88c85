import type { PipelineConfig } from '../../config/pipeline.ts'
import { chooseDeliveries } from '../../night/ingest/delivery/deliveries.ts'
import type { Lake } from '../../lake/lake.ts'
import { listRunIds, readManifest } from '../../runs/read-run.ts'
import type { Manifest } from '../../runs/manifest.ts'

/** The newest run of the pipeline with a result for an earlier date. */
const runBefore = async (
  lake: Lake,
  { name }: PipelineConfig,
  asOf: string,
): Promise<Manifest | undefined> => {
  for (const id of (await listRunIds(lake)).toReversed()) {
    const manifest = await readManifest(lake, id)
    const isDone = manifest?.status === 'complete' || manifest?.status === 'held'
    if (isDone && manifest.pipeline === name && manifest.as_of < asOf) return manifest
  }
  return undefined
}

/** Which of these feeds have no file yet besides those that the night before read. */
export const lateFeeds = async (
  lake: Lake,
  pipeline: PipelineConfig,
  feeds: readonly string[],
  asOf: string,
): Promise<string[]> => {
  const before = await runBefore(lake, pipeline, asOf)
  const readBefore = new Set(before?.inputs.map(({ uri, bytes }) => `${bytes} ${uri}`))
  const late = await Promise.all(
    feeds.map(async (feed) => {
      const config = Object.entries(pipeline.feeds).find(([name]) => name === feed)?.[1]
      if (!config) return [feed]
      const { read } = await chooseDeliveries((prefix) => lake.list(prefix), config.files, config)
      return read.some(({ key, bytes }) => !readBefore.has(`${bytes} ${key}`)) ? [] : [feed]
    }),
  )
  return late.flat()
}
