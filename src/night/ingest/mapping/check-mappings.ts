import type { PipelineConfig } from '../../../config/pipeline.ts'
import type { Engine } from '../../../engine/engine.ts'
import { feeds } from '../../../feeds/index.ts'
import { mappingParts } from './references.ts'

/**
 * Checks of a pipeline's mappings what can be known without a header: that every expression parses
 * and holds nothing that it may not. Throws a `ConfigError`.
 */
export const checkMappings = async (engine: Engine, pipeline: PipelineConfig): Promise<void> => {
  for (const feed of feeds) {
    const config = pipeline.feeds[feed.name]
    if (config) await mappingParts(engine, feed, config)
  }
}
