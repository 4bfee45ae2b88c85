import { runsNeededByCloses } from '../../closing/needed-runs.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { type Prunable, prunable, removeRuns } from '../../runs/prune.ts'
import { LakeLocked } from '../../night/run.ts'
import { openLake, systemClock } from '../context.ts'
import type { Clock } from '../../base/clock.ts'

interface PruneOptions {
  readonly lake: string
  readonly keep: string
  readonly days: string
  readonly cache?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

/** `empanel prune`: says which old runs may go, and with `--yes` removes them. */
export const prune = async (
  options: PruneOptions,
  clock: Clock = systemClock,
): Promise<ExitCode> => {
  const limits = {
    keep: wholeNumber('--keep', options.keep),
    days: wholeNumber('--days', options.days),
  }
  const lake = await openLake(options.lake)
  const lock = await lake.lock()
  if (!lock) throw new LakeLocked(lake.url)
  try {
    const spared = await runsNeededByCloses(lake)
    const runs = await prunable(lake, { ...limits, spared }, clock.now())
    const cached = options.cache ? await lake.list('cache/') : []
    if (options.yes) {
      await removeRuns(
        lake,
        runs.map(({ run_id: id }) => id),
      )
      if (options.cache) await lake.removeAll('cache/')
    }
    const removed = options.yes ?? false
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ removed, runs, cache_files: cached.length })}\n`
        : told(runs, cached.length, removed),
    )
    return exitCode.published
  } finally {
    await lock.release()
  }
}

const wholeNumber = (option: string, text: string): number => {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new ConfigError(`Expected ${option} to be a whole number, found "${text}".`)
}

const told = (runs: readonly Prunable[], cached: number, removed: boolean): string => {
  const verb = removed ? 'Removed' : 'Would remove'
  const lines = runs.map(
    ({ run_id: id, status, files, bytes }) =>
      `${verb} ${id}  ${status}, ${files} files, ${megabytes(bytes)} MB`,
  )
  if (cached > 0) lines.push(`${verb} ${cached} files of the cache`)
  if (lines.length === 0) return 'Nothing to remove.\n'
  if (!removed) lines.push('Nothing was removed. Say --yes to remove.')
  return lines.map((line) => `${line}\n`).join('')
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
