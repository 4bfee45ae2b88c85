import type { PipelineConfig } from '../../../config/pipeline.ts'
import type { Engine } from '../../../engine/engine.ts'
import { feeds } from '../../../feeds/index.ts'
import { mappingParts } from './references.ts'

/**
 * Checks a pipeline's mappings without data: that every expression parses and contains only what is
 * allowed. Throws a `ConfigError`.
 */
export const checkMappings = async (engine: Engine, pipeline: PipelineConfig): Promise<void> => {
  for (const feed of feeds) {
    const config = pipeline.feeds[feed.name]
    if (config) await mappingParts(engine, feed, config)
  }
}
