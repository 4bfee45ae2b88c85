import { readPublished } from '../../runs/published.ts'
import { listRunIds, readManifest } from '../../runs/read-run.ts'
import type { Effects } from '../effects.ts'

/** A run and its outcome; all but its id is unknown of a run that died before its manifest. */
export interface RunRow {
  readonly run_id: string
  readonly as_of: string | null
  readonly pipeline: string | null
  readonly status: string
  readonly published: boolean
}

/** `empanel runs`: the outcome of each run, newest first. */
export const runs = async (
  options: { readonly lake: string },
  { openLake }: Effects,
): Promise<RunRow[]> => {
  const lake = await openLake(options.lake)
  const { published } = await readPublished(lake)
  const ids = (await listRunIds(lake)).toReversed()
  return Promise.all(
    ids.map(async (id) => {
      const manifest = await readManifest(lake, id)
      return {
        run_id: id,
        as_of: manifest?.as_of ?? null,
        pipeline: manifest?.pipeline ?? null,
        status: manifest?.status ?? 'died',
        published: published?.run_id === id,
      }
    }),
  )
}
