import { withSpool } from '../base/spool.ts'
import { openDuckDb } from './duckdb-engine.ts'
import type { Engine } from './engine.ts'

/**
 * Runs `work` with an in-memory engine and the private folder that it spills into. Both are gone
 * afterwards, however `work` ends.
 */
export const withEngine = <T>(work: (engine: Engine, spool: string) => Promise<T>): Promise<T> =>
  withSpool(async (spool) => {
    const engine = await openDuckDb({ spool })
    try {
      return await work(engine, spool)
    } finally {
      engine.close()
    }
  })
