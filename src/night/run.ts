import type { Logger } from 'pino'
import type { PipelineConfig } from '../config/pipeline.ts'
import type { Policy } from '../config/policy.ts'
import type { Engine, EngineOptions } from '../engine/engine.ts'
import { dryLake } from '../lake/dry-lake.ts'
import type { Lake, LakeLock } from '../lake/lake.ts'
import { EmpanelError, type ExitCode, exitCode } from '../base/errors.ts'
import { emptyManifest, type RunStatus, type Manifest } from '../runs/manifest.ts'
import type { Night } from './night.ts'
import { runKey } from '../runs/output.ts'
import type { Progress } from '../base/progress.ts'
import { sweepLeftovers } from '../runs/leftovers.ts'
import { LakeLost, publishRun, raiseFence, readPublished } from '../runs/published.ts'
import { newRunId } from '../runs/run-id.ts'
import { listRunIds } from '../runs/read-run.ts'
import { withSpool } from '../base/spool.ts'
import type { Stage } from './stage.ts'
import { onStop } from '../base/stopping.ts'
import { finishManifest } from './finish-manifest.ts'
import type { Clock } from '../base/clock.ts'
import { findBaseline, loadBaseline } from '../runs/baseline.ts'

export interface RunRequest {
  readonly lake: Lake
  readonly pipeline: PipelineConfig
  readonly policy: Policy
  /** ISO date. */
  readonly asOf: string
  /** Compute everything, write nothing. */
  readonly dryRun: boolean
  /** Take the checksum of every input, also of files that are known. */
  readonly verifyInputs?: boolean
  readonly stages: readonly Stage<string, string>[]
  readonly openEngine: (options: EngineOptions) => Promise<Engine>
  readonly clock: Clock
  readonly log: Logger
  readonly progress: Progress
}

export interface RunResult {
  readonly exit: ExitCode
  readonly manifest: Manifest
}

/** Somebody else has the lake: nothing was read and nothing written. */
export class LakeLocked extends EmpanelError {
  override readonly name = 'LakeLocked'
  constructor(lake: string) {
    super(
      `Another run holds the lake ${lake}.`,
      exitCode.locked,
      'Wait for it to end, then start again.',
    )
  }
}

/**
 * One night: takes the lake, runs the stages, writes the manifest and, when no guard rail is
 * crossed, swaps published.json last. Input that is refused and guard rails that hold are results;
 * anything else that goes wrong is thrown after the manifest tells of it.
 */
export const runNight = async (request: RunRequest): Promise<RunResult> => {
  const lock = await request.lake.lock()
  if (!lock) throw new LakeLocked(request.lake.url)
  try {
    request.log.info({ fence: lock.fence }, 'the lake is taken')
    await raiseFence(request.lake, lock)
    return await withSpool((spool) => runInSpool(request, lock, spool))
  } finally {
    await lock.release()
  }
}

const runInSpool = async (
  request: RunRequest,
  lock: LakeLock,
  spool: string,
): Promise<RunResult> => {
  const { pipeline, policy, asOf, clock, log, progress } = request
  const lake = request.dryRun ? dryLake(request.lake) : request.lake
  const started = clock.now()
  const died = request.dryRun ? [] : await sweepLeftovers(lake)
  const runIds = await listRunIds(lake)
  const runId = newRunId(started, asOf, runIds)
  const { published } = await readPublished(lake)
  const earlier = findBaseline(published, pipeline.name, asOf)
  const baseline = earlier && (await loadBaseline(lake, earlier))
  const engineOptions = {
    spool,
    ...(pipeline.settings.threads === undefined ? {} : { threads: pipeline.settings.threads }),
    ...(pipeline.settings.memory_limit === undefined
      ? {}
      : { memoryLimit: pipeline.settings.memory_limit }),
  }
  const engine = await request.openEngine(engineOptions)
  const night: Night = {
    runId,
    asOf,
    pipeline,
    policy,
    baseline,
    lake,
    engine,
    spool,
    openEngine: ({ onlyFiles }) => request.openEngine({ ...engineOptions, onlyFiles }),
    verifyInputs: request.verifyInputs ?? false,
    clock,
    log: log.child({ run_id: runId }),
    progress,
    manifest: emptyManifest(),
  }
  night.manifest.parameters['pipeline'] = pipeline
  if (published && published.as_of > asOf) {
    night.manifest.notes.push(
      `Until now consumers read the night of ${published.as_of}; this night is of an earlier date.`,
    )
  }
  for (const id of died) {
    night.manifest.notes.push(`Run ${id} died before its end; what it had written was removed.`)
  }
  const finish = async (status: RunStatus, error?: unknown): Promise<Manifest> => {
    const manifest = finishManifest(night, status, started, error)
    await lake.write(runKey(runId, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    return manifest
  }
  const forgetStop = onStop(async (signal) => {
    await finish('failed', new EmpanelError(`Stopped by ${signal}.`, exitCode.failed))
  })
  try {
    for (const stage of request.stages) {
      if (!(await lock.isHeld())) throw new LakeLost(lake.url)
      await runStage(stage, night)
    }
    await refuseUnlessWritten(night)
    const held = night.manifest.guardRails.some((rail) => rail.crossed)
    const manifest = await finish(held ? 'held' : 'complete')
    if (held) return { exit: exitCode.held, manifest }
    night.log.info('the run is complete')
    await publishRun(lake, lock, { run_id: runId, as_of: asOf, pipeline: pipeline.name })
    night.log.info('the run is published')
    return { exit: exitCode.published, manifest }
  } catch (error) {
    if (error instanceof EmpanelError && error.exit === exitCode.refused) {
      return { exit: error.exit, manifest: await finish('refused', error) }
    }
    await finish('failed', error).catch(() => undefined)
    throw error
  } finally {
    forgetStop()
    progress.end()
    engine.close()
  }
}

/** Holds what the lake has of this run against what was written, before anything tells of it. */
const refuseUnlessWritten = async ({ lake, runId, manifest, log }: Night): Promise<void> => {
  const written = manifest.outputs.map(({ name, bytes, sha256 }) => ({
    key: runKey(runId, name),
    bytes,
    sha256,
  }))
  const faults = await lake.verify(`runs/${runId}/`, written)
  if (faults.length > 0) {
    throw new EmpanelError(
      `Expected the lake to hold ${written.length} files of run ${runId} as they were written, found: ${faults.slice(0, 3).join('; ')}${faults.length > 3 ? `; and ${faults.length - 3} more` : ''}.`,
      exitCode.failed,
      'See who else writes to this lake and how its store fares, then start again.',
    )
  }
  log.info({ files: written.length }, 'the files are verified')
}

const runStage = async (stage: Stage<string, string>, night: Night): Promise<void> => {
  const start = performance.now()
  const before = process.cpuUsage()
  night.progress.start(stage.name)
  night.log.info({ stage: stage.name }, 'stage starts')
  await stage.run(night)
  const seconds = Math.round(performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(before)
  const cpu = Math.round((user + system) / 1000) / 1000
  night.manifest.stages.push({ stage: stage.name, seconds, cpu_seconds: cpu })
  night.log.info({ stage: stage.name, seconds, cpu_seconds: cpu }, 'stage done')
}
