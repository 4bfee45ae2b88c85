import type { Engine } from './engine.ts'

/**
 * Runs `work` with the hash table of each join built from its right side, as the SQL is written. The
 * engine greatly underestimates the rows of files: on its own it builds the hash table from the claims
 * to probe it with a handful of codes, and so holds all claims in memory.
 */
export const withJoinSidesAsWritten = async <T>(
  engine: Engine,
  work: () => Promise<T>,
): Promise<T> => {
  await engine.run(`set disabled_optimizers = 'build_side_probe_side'`)
  try {
    return await work()
  } finally {
    await engine.run('reset disabled_optimizers')
  }
}
