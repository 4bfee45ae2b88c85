import type { Lake } from '../lake/lake.ts'
import { readPublished } from './published.ts'
import { runKey } from './output.ts'
import { isRunId } from './run-id.ts'
import { listRunIds } from './read-run.ts'

/**
 * Removes what runs that died left: those since the published one that never got to write their
 * manifest, and unfinished writes of any. Only for whoever holds the lake.
 *
 * @returns the ids of the runs that were removed
 */
export const sweepLeftovers = async (lake: Lake): Promise<string[]> => {
  const { published } = await readPublished(lake)
  const died: string[] = []
  for (const id of await listRunIds(lake)) {
    if (id <= (published?.run_id ?? '') || !isRunId(id)) continue
    const key = runKey(id, 'manifest.json')
    if ((await lake.list(key)).some((object) => object.key === key)) continue
    await lake.removeAll(`runs/${id}/`)
    died.push(id)
  }
  await lake.sweep()
  return died
}
