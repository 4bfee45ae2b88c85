import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import { runKey } from './output.ts'
import { isRunId } from './run-id.ts'
import type { Manifest } from './manifest.ts'

/** The ids of all runs in the lake, oldest first, whatever became of them. */
export const listRunIds = (lake: Lake): Promise<string[]> => lake.folders('runs/')

/** A run's manifest; undefined where there is no such run, or it died before it wrote one. */
export const readManifest = async (lake: Lake, runId: string): Promise<Manifest | undefined> => {
  if (!isRunId(runId)) return undefined
  const text = await lake.readText(runKey(runId, 'manifest.json'))
  return text === undefined ? undefined : (JSON.parse(text) as Manifest)
}

/** The newest run that is complete or held; undefined where there is none. */
export const newestRun = async (lake: Lake): Promise<Manifest | undefined> => {
  for (const id of (await listRunIds(lake)).toReversed()) {
    const manifest = await readManifest(lake, id)
    if (manifest?.status === 'complete' || manifest?.status === 'held') return manifest
  }
  return undefined
}

/** The named run, else the newest that is complete or held: the one that `explain` and `report` read. */
export const chooseRun = async (lake: Lake, wanted: string | undefined): Promise<Manifest> => {
  const ids = wanted === undefined ? (await listRunIds(lake)).toReversed() : [wanted]
  for (const id of ids) {
    const manifest = await readManifest(lake, id)
    if (manifest?.status === 'complete' || manifest?.status === 'held') return manifest
    if (wanted !== undefined) {
      throw new ConfigError(
        `Expected a complete or held run ${wanted} in ${lake.url}, found ${manifest ? `one that is ${manifest.status}` : 'none'}.`,
        '`empanel runs` lists them.',
      )
    }
  }
  throw new ConfigError(`No complete or held run in ${lake.url}.`, 'Start one with `empanel run`.')
}
