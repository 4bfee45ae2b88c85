import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import { MANIFEST, isRunId, runKey } from './run-id.ts'
import type { Manifest } from './manifest.ts'

/** Lists the ids of all runs in the lake, whatever their status, oldest first. */
export const listRunIds = (lake: Lake): Promise<string[]> => lake.folders('runs/')

/** Reads a run's manifest; returns undefined where there is no such run, or it died before writing one. */
export const readManifest = async (lake: Lake, runId: string): Promise<Manifest | undefined> => {
  if (!isRunId(runId)) return undefined
  const text = await lake.readText(runKey(runId, MANIFEST))
  return text === undefined ? undefined : (JSON.parse(text) as Manifest)
}

/** Whether a run wrote all its relations, published or not. */
const hasRelations = ({ status }: Manifest): boolean => status === 'complete' || status === 'held'

/** Finds the newest run that is complete or held; returns undefined where there is none. */
export const newestRun = async (lake: Lake): Promise<Manifest | undefined> => {
  for (const id of (await listRunIds(lake)).toReversed()) {
    const manifest = await readManifest(lake, id)
    if (manifest && hasRelations(manifest)) return manifest
  }
  return undefined
}

/**
 * Returns the run named by `--run`, or without one the newest run that is complete or held.
 *
 * @throws ConfigError where there is no such run
 */
export const chooseRun = async (lake: Lake, named: string | undefined): Promise<Manifest> => {
  const manifest = await (named === undefined ? newestRun(lake) : readManifest(lake, named))
  if (manifest && hasRelations(manifest)) return manifest
  if (named === undefined) {
    throw new ConfigError(
      `No complete or held run in ${lake.url}.`,
      'Start one with `empanel run`.',
    )
  }
  throw new ConfigError(
    `Expected a complete or held run ${named} in ${lake.url}, found ${manifest ? `one that is ${manifest.status}` : 'none'}.`,
    '`empanel runs` lists them.',
  )
}
