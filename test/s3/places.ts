import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Lake } from '../../src/lake/lake.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { copyInto, newPlace, openPlace } from './bucket.ts'

/** A lake of either kind, with what `--lake` calls it. */
export interface TrialLake {
  readonly place: string
  readonly lake: Lake
}

export const kinds = ['folder', 'bucket'] as const

export type Kind = (typeof kinds)[number]

/** A new lake of the kind that holds a copy of `from`, a local lake's folder; work goes into `folder`. */
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
