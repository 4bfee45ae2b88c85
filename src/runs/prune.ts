import type { Lake } from '../lake/lake.ts'
import { EmpanelError, exitCode } from '../base/errors.ts'
import { keepInHistory, readPublished } from './published.ts'
import { startedAt } from './run-id.ts'
import { listRunIds, readManifest } from './read-run.ts'

/** Which runs may go: only those that are beyond both limits. */
export interface Retention {
  /** So many of the newest runs stay, whatever their age. */
  readonly keep: number
  /** Runs that started less than so many days ago stay. */
  readonly days: number
  /** Runs that stay however old they are. */
  readonly spared: ReadonlySet<string>
}

/** A run that may go, and what that frees. */
export interface Prunable {
  readonly run_id: string
  /** `died` = it left no manifest. */
  readonly status: string
  readonly files: number
  readonly bytes: number
}

const DAY = 86_400_000

/**
 * The runs beyond both limits, oldest first; never the published one nor its baseline, without which
 * it could not be replayed.
 */
export const prunable = async (lake: Lake, limits: Retention, now: Date): Promise<Prunable[]> => {
  const { published } = await readPublished(lake)
  const standing = published && (await readManifest(lake, published.run_id))
  const needed = new Set([published?.run_id, standing?.baseline_run_id])
  const ids = await listRunIds(lake)
  const beyond = ids
    .slice(0, Math.max(ids.length - limits.keep, 0))
    .filter((id) => now.getTime() - startedAt(id).getTime() >= limits.days * DAY)
    .filter((id) => !needed.has(id) && !limits.spared.has(id))
  return Promise.all(
    beyond.map(async (id) => {
      const objects = await lake.list(`runs/${id}/`)
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
 * Removes runs for good. They leave the history of what was published first, then their manifests
 * go, then their files: cut off at any point it leaves nothing that looks whole.
 */
export const removeRuns = async (lake: Lake, runIds: readonly string[]): Promise<void> => {
  const gone = new Set(runIds)
  if (!(await keepInHistory(lake, ({ run_id: id }) => !gone.has(id)))) {
    throw new EmpanelError(
      'Nothing was removed: published.json changed in between.',
      exitCode.failed,
      'Start again.',
    )
  }
  for (const id of runIds) {
    await lake.remove(`runs/${id}/manifest.json`)
    await lake.removeAll(`runs/${id}/`)
  }
}
