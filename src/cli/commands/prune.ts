import { runsNeededByCloses } from '../../closing/needed-runs.ts'
import { holdLake } from '../../runs/hold-lake.ts'
import { type Prunable, prunable, removeRuns } from '../../runs/prune.ts'
import { parseCount } from '../arguments.ts'
import type { Effects } from '../effects.ts'

interface PruneOptions {
  readonly lake: string
  readonly keep: string
  readonly days: string
  readonly cache?: boolean
  readonly yes?: boolean
}

/** Old runs that nothing needs. */
export interface Pruned {
  /** Whether they were removed, or only listed. */
  readonly removed: boolean
  readonly runs: readonly Prunable[]
  readonly cache_files: number
}

/** `empanel prune`: lists old runs that nothing needs, and removes them with `yes`. */
export const prune = async (
  options: PruneOptions,
  { openLake, clock }: Effects,
): Promise<Pruned> => {
  const keep = parseCount('--keep', options.keep)
  const days = parseCount('--days', options.days)
  const lake = await openLake(options.lake)
  return holdLake(lake, async () => {
    const spared = await runsNeededByCloses(lake)
    const runs = await prunable(lake, { keep, days, spared }, clock.now())
    const cached = options.cache ? await lake.list('cache/') : []
    if (options.yes) {
      await removeRuns(
        lake,
        runs.map(({ run_id: id }) => id),
      )
      if (options.cache) await lake.removeAll('cache/')
    }
    return { removed: options.yes ?? false, runs, cache_files: cached.length }
  })
}
