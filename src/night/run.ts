import { EmpanelError, type ExitCode, exitCode } from '../base/errors.ts'
import { withSpool } from '../base/spool.ts'
import { onStop } from '../base/stopping.ts'
import type { LakeLock } from '../lake/lake.ts'
import { holdLake } from '../runs/hold-lake.ts'
import type { Manifest, RunStatus } from '../runs/manifest.ts'
import { LakeLost, publishRun, raiseFence } from '../runs/published.ts'
import { MANIFEST, runKey } from '../runs/run-id.ts'
import { finishManifest } from './finish-manifest.ts'
import type { Night } from './night.ts'
import { openNight } from './open-night.ts'
import type { RunRequest } from './run-request.ts'
import { runStage } from './run-stage.ts'
import { verifyOutputs } from './verify-outputs.ts'

export interface RunResult {
  readonly exit: ExitCode
  readonly manifest: Manifest
}

/**
 * Runs one night: takes the lake, runs the stages, writes the manifest and, when no guard rail is
 * crossed, swaps published.json last. A held or refused night is a result; any other failure is
 * recorded in the manifest and then thrown.
 */
export const runNight = (request: RunRequest): Promise<RunResult> =>
  holdLake(request.lake, async (lock) => {
    request.log.info({ fence: lock.fence }, 'the lake is taken')
    await raiseFence(request.lake, lock)
    return withSpool((spool) => runOnHeldLake(request, lock, spool))
  })

const runOnHeldLake = async (
  request: RunRequest,
  lock: LakeLock,
  spool: string,
): Promise<RunResult> => {
  const started = request.clock.now()
  const night = await openNight(request, started, spool)
  const finish = async (status: RunStatus, error?: unknown): Promise<Manifest> => {
    const manifest = finishManifest(night, { status, started, error })
    const text = `${JSON.stringify(manifest, null, 2)}\n`
    await night.lake.write(runKey(night.runId, MANIFEST), text)
    return manifest
  }
  const forgetStop = onStop(async (signal) => {
    await finish('failed', new EmpanelError(`Stopped by ${signal}.`, exitCode.failed))
  })
  try {
    for (const stage of request.stages) {
      if (!(await lock.isHeld())) throw new LakeLost(night.lake.url)
      await runStage(stage, night)
    }
    await verifyOutputs(night)
    const isHeld = night.manifest.guardRails.some((rail) => rail.crossed)
    const manifest = await finish(isHeld ? 'held' : 'complete')
    if (isHeld) return { exit: exitCode.held, manifest }
    await publish(night, lock)
    return { exit: exitCode.published, manifest }
  } catch (error) {
    if (error instanceof EmpanelError && error.exit === exitCode.refused) {
      return { exit: error.exit, manifest: await finish('refused', error) }
    }
    await finish('failed', error).catch(() => undefined)
    throw error
  } finally {
    forgetStop()
    night.progress.end()
    night.engine.close()
  }
}

const publish = async (night: Night, lock: LakeLock): Promise<void> => {
  const { lake, runId, asOf, pipeline, log } = night
  log.info('the run is complete')
  await publishRun(lake, lock, { run_id: runId, as_of: asOf, pipeline: pipeline.name })
  log.info('the run is published')
}
