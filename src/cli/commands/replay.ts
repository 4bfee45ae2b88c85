import { ConfigError } from '../../base/errors.ts'
import { withSpool } from '../../base/spool.ts'
import type { PipelineConfig } from '../../config/pipeline.ts'
import type { Policy } from '../../config/policy.ts'
import { openDuckDb } from '../../engine/duckdb-engine.ts'
import type { Lake } from '../../lake/lake.ts'
import { openLocalLake } from '../../lake/local-lake.ts'
import { nightlyStages } from '../../night/nightly.ts'
import { runNight } from '../../night/run.ts'
import type { Manifest } from '../../runs/manifest.ts'
import { chooseRun } from '../../runs/read-run.ts'
import { replayLake } from '../../runs/replay-lake.ts'
import { changedOutputs, changedSources, changedVersions } from '../../runs/replay.ts'
import type { Effects } from '../effects.ts'

/** How a rebuilt night compares with the run. */
export interface Replayed {
  readonly run_id: string
  /** Every file has the same bytes again. */
  readonly identical: boolean
  readonly files: number
  readonly differences: readonly string[]
}

/**
 * `empanel replay`: rebuilds a past night from its manifest in a private folder and compares every file.
 * Writes nothing to the lake.
 */
export const replay = async (
  runId: string,
  options: { readonly lake: string },
  effects: Effects,
): Promise<Replayed> => {
  const lake = await effects.openLake(options.lake)
  const manifest = await chooseRun(lake, runId)
  const settings = settingsOf(manifest)
  const sources = await changedSources(lake, manifest)
  const differences =
    sources.length > 0 ? sources : await rebuild(lake, manifest, settings, effects)
  const identical = differences.length === 0
  return {
    run_id: manifest.run_id,
    identical,
    files: manifest.outputs.length,
    differences: identical ? [] : [...changedVersions(manifest), ...differences],
  }
}

interface Settings {
  readonly pipeline: PipelineConfig
  readonly policy: Policy
}

/** Runs the night again and returns how its files differ. */
const rebuild = (
  lake: Lake,
  manifest: Manifest,
  settings: Settings,
  { clock, watch }: Effects,
): Promise<string[]> =>
  withSpool(async (folder) => {
    try {
      const { manifest: again } = await runNight({
        ...settings,
        lake: replayLake(lake, manifest, await openLocalLake(folder)),
        asOf: manifest.as_of,
        dryRun: false,
        stages: nightlyStages,
        openEngine: openDuckDb,
        clock,
        ...watch({ replay_of: manifest.run_id }),
      })
      return await changedOutputs(lake, manifest, again)
    } catch (error) {
      // Settings of another version may have another shape.
      if (changedVersions(manifest).length === 0 || !(error instanceof TypeError)) throw error
      return ['This version cannot rebuild it; the version that wrote it can.']
    }
  })

/** The pipeline and the policy as they were, from the manifest. */
const settingsOf = ({ run_id: id, parameters, version }: Manifest): Settings => {
  const { pipeline, policy } = parameters
  if (!pipeline || !policy) {
    throw new ConfigError(
      `Expected the manifest of run ${id} to hold its pipeline and policy, found none: empanel ${version.empanel} wrote it.`,
      'Only runs of this version and later can be replayed.',
    )
  }
  return { pipeline: pipeline as PipelineConfig, policy: policy as Policy }
}
