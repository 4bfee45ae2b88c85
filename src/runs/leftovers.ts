import type { Lake } from '../lake/lake.ts'
import { readPublished } from './published.ts'
import { MANIFEST, isRunId, runKey } from './run-id.ts'
import { listRunIds } from './read-run.ts'
import { findObject } from '../lake/find-object.ts'

/**
 * Removes what runs that died left behind: runs newer than the published one that have no manifest, and
 * all unfinished writes. Only while holding the lake.
 *
 * @returns the ids of the removed runs
 */
export const sweepLeftovers = async (lake: Lake): Promise<string[]> => {
  const { published } = await readPublished(lake)
  const died: string[] = []
  for (const id of await listRunIds(lake)) {
    if (id <= (published?.run_id ?? '') || !isRunId(id)) continue
    if (await findObject(lake, runKey(id, MANIFEST))) continue
    await lake.removeAll(runKey(id))
    died.push(id)
  }
  await lake.sweep()
  return died
}
