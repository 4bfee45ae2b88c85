import { openDuckDb } from '../../engine/duckdb-engine.ts'
import type { PipelineConfig } from '../../config/pipeline.ts'
import type { Policy } from '../../config/policy.ts'
import type { Lake } from '../../lake/lake.ts'
import { openLocalLake } from '../../lake/local-lake.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { replayLake } from '../../runs/replay-lake.ts'
import { outputsDiffer, sourcesDiffer, versionsDiffer } from '../../runs/replay.ts'
import { runNight } from '../../night/run.ts'
import { chooseRun } from '../../runs/read-run.ts'
import { withSpool } from '../../base/spool.ts'
import { openLake, systemClock, voice } from '../context.ts'
import { nightlyStages } from '../../night/nightly.ts'
import type { Manifest } from '../../runs/manifest.ts'

interface ReplayOptions {
  readonly lake: string
  readonly json?: boolean
}

interface Settings {
  readonly pipeline: PipelineConfig
  readonly policy: Policy
}

interface Replayed {
  readonly run_id: string
  /** Every file came out with the same bytes. */
  readonly identical: boolean
  readonly files: number
  readonly differences: readonly string[]
}

/**
 * `empanel replay`: rebuilds a past night from its manifest in a folder of its own, and compares every
 * file. Writes nothing to the lake.
 */
export const replay = async (runId: string, options: ReplayOptions): Promise<ExitCode> => {
  const lake = await openLake(options.lake)
  const manifest = await chooseRun(lake, runId)
  const settings = settingsOf(manifest)
  const differences = await sourcesDiffer(lake, manifest)
  const versions = versionsDiffer(manifest)
  if (differences.length === 0) {
    differences.push(...(await rebuilt(lake, manifest, settings, versions)))
  }
  const identical = differences.length === 0
  const result: Replayed = {
    run_id: manifest.run_id,
    identical,
    files: manifest.outputs.length,
    differences: identical ? [] : [...versions, ...differences],
  }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : told(result))
  return identical ? exitCode.published : exitCode.failed
}

/** What comes out differently. Another version may not know what to make of an old run's settings. */
const rebuilt = async (
  lake: Lake,
  manifest: Manifest,
  settings: Settings,
  versions: readonly string[],
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
        clock: systemClock,
        ...voice(process.stderr, { replay_of: manifest.run_id }),
      })
      return await outputsDiffer(lake, manifest, again)
    } catch (error) {
      if (versions.length === 0 || !(error instanceof TypeError)) throw error
      return ['This version cannot rebuild it; the version that wrote it can.']
    }
  })

const told = ({ run_id: id, identical, files, differences }: Replayed): string =>
  identical
    ? `Run ${id} was rebuilt: all ${files} files came out byte for byte.\n`
    : [
        `Run ${id} could not be rebuilt byte for byte:`,
        ...differences.map((line) => `  ${line}`),
        '',
      ].join('\n')

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
