import type { Lake } from '../lake/lake.ts'
import { EmpanelError, exitCode } from '../base/errors.ts'
import { keepInHistory, readPublished } from './published.ts'
import { MANIFEST, runKey, startedAt } from './run-id.ts'
import { listRunIds, readManifest } from './read-run.ts'

/** Which runs to keep. A run can be removed only if none of these keeps it. */
export interface Retention {
  /** How many of the newest runs to keep, whatever their age. */
  readonly keep: number
  /** Keeps runs that started less than this many days ago. */
  readonly days: number
  /** The ids of runs to keep however old they are. */
  readonly spared: ReadonlySet<string>
}

/** A run that can be removed, and the space that this frees. */
export interface Prunable {
  readonly run_id: string
  /** The status of its manifest; `died` = it has none. */
  readonly status: string
  readonly files: number
  readonly bytes: number
}

const DAY_MS = 86_400_000

/**
 * Lists the runs that can be removed, oldest first: never the published one, nor its baseline, without
 * which it could not be replayed.
 */
export const prunable = async (lake: Lake, limits: Retention, now: Date): Promise<Prunable[]> => {
  const { published } = await readPublished(lake)
  const manifest = published && (await readManifest(lake, published.run_id))
  const needed = new Set([published?.run_id, manifest?.baseline_run_id])
  const ids = await listRunIds(lake)
  const expired = ids
    .slice(0, Math.max(ids.length - limits.keep, 0))
    .filter((id) => now.getTime() - startedAt(id).getTime() >= limits.days * DAY_MS)
    .filter((id) => !needed.has(id) && !limits.spared.has(id))
  return Promise.all(
    expired.map(async (id) => {
      const objects = await lake.list(runKey(id))
      return {
        run_id: id,
        status: (await readManifest(lake, id))?.status ?? 'died',
        files: objects.length,
        bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
      }
    }),
  )
}

/**
 * Removes runs for good: first from the history in published.json, then their manifests, then their
 * files, so that an interruption leaves no run that looks complete.
 */
export const removeRuns = async (lake: Lake, runIds: readonly string[]): Promise<void> => {
  const removed = new Set(runIds)
  if (!(await keepInHistory(lake, ({ run_id: id }) => !removed.has(id)))) {
    throw new EmpanelError(
      'Nothing was removed: published.json changed meanwhile.',
      exitCode.failed,
      'Start again.',
    )
  }
  for (const id of runIds) {
    await lake.remove(runKey(id, MANIFEST))
    await lake.removeAll(runKey(id))
  }
}
