import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Lake } from '../../src/lake/lake.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { copyInto, newPlace, openPlace } from './bucket.ts'

/** A lake of either kind, and its value for `--lake`. */
export interface TrialLake {
  readonly place: string
  readonly lake: Lake
}

export const kinds = ['folder', 'bucket'] as const

export type Kind = (typeof kinds)[number]

/**
 * Creates a lake with a copy of the local lake `from`.
 *
 * @param folder for the new lake or its spool
 */
export const trialLake = async (kind: Kind, folder: string, from: string): Promise<TrialLake> => {
  if (kind === 'folder') {
    const place = path.join(folder, 'lake')
    await cp(from, place, { recursive: true })
    return { place, lake: await openLocalLake(place) }
  }
  const place = await newPlace()
  const spool = path.join(folder, 'spool')
  await mkdir(spool)
  const lake = await openPlace(place, spool)
  await copyInto(lake, from)
  return { place, lake }
}
