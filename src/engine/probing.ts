import type { Engine } from './engine.ts'

/**
 * Runs `work` with joins that look the left side up in the right one, as they are written. Rows of
 * files are estimated far too low: left to itself, the engine builds the hash table of a join from
 * the claims and probes it with the handful of codes, and so holds the claims whole.
 */
export const probingAsWritten = async <T>(engine: Engine, work: () => Promise<T>): Promise<T> => {
  await engine.run(`set disabled_optimizers = 'build_side_probe_side'`)
  try {
    return await work()
  } finally {
    await engine.run('reset disabled_optimizers')
  }
}
