import { pino } from 'pino'
import { nightlyStages } from '../../src/night/nightly.ts'
import { loadPipeline } from '../../src/config/pipeline.ts'
import { loadPolicy } from '../../src/config/policy.ts'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import type { Lake } from '../../src/lake/lake.ts'
import { EmpanelError, describeUnexpected } from '../../src/base/errors.ts'
import { silentProgress } from '../../src/base/progress.ts'
import { type RunResult, runNight } from '../../src/night/run.ts'
import { nightlyPipeline, withoutGuardRails } from '../support/night.ts'
import { AS_OF } from '../support/small-payer.ts'

/** Runs a night of the small payer on a lake, as `empanel run` does. */
export const smallNight = async (lake: Lake): Promise<RunResult> => {
  const config = withoutGuardRails(await loadPipeline(nightlyPipeline))
  return runNight({
    lake,
    pipeline: config,
    policy: await loadPolicy(nightlyPipeline, config.policy),
    asOf: AS_OF,
    dryRun: false,
    stages: nightlyStages,
    openEngine: openDuckDb,
    clock: { now: () => new Date() },
    log: pino({ level: 'silent' }),
    progress: silentProgress,
  })
}

export interface Ended {
  readonly exit: number
  readonly message: string
}

/** The exit code and message with which a process would end after this night. */
export const endOf = async (night: Promise<RunResult>): Promise<Ended> => {
  try {
    const { exit, manifest } = await night
    return { exit, message: manifest.error?.message ?? '' }
  } catch (error) {
    if (error instanceof EmpanelError) return { exit: error.exit, message: error.message }
    return { exit: 1, message: describeUnexpected(error) }
  }
}
