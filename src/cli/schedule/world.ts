import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { exitCode } from '../../base/errors.ts'
import type { PipelineConfig } from '../../config/pipeline.ts'
import type { ScheduleConfig } from '../../config/schedule.ts'
import type { Lake } from '../../lake/lake.ts'
import { listRunIds, readManifest } from '../../runs/read-run.ts'
import type { Effects } from '../effects.ts'
import { lateFeeds } from './late-feeds.ts'
import type { World } from './loop.ts'
import { writeStatus } from './status.ts'

/** Also of an installed package, whose compiled code is in `dist`. */
const bin = fileURLToPath(new URL('../../../src/bin.js', import.meta.url))

interface Scheduled {
  readonly file: string
  readonly pipeline: PipelineConfig
  readonly plan: ScheduleConfig
  readonly lake: Lake
  /** Where the lake is, as a night is given it. */
  readonly place: string
  /** The folder for heartbeat and metrics. */
  readonly status: string
  readonly stop: AbortSignal
}

/** The real world of a scheduler: each night is a process of its own. */
export const realWorld = (
  { file, pipeline, plan, lake, place, status, stop }: Scheduled,
  { clock, openLog }: Effects,
): World => {
  const log = openLog({ pipeline: pipeline.name })
  const run = (asOf: string, ...more: string[]): Promise<number> =>
    runProcess(['run', file, '--lake', place, '--as-of', asOf, ...more], stop)
  return {
    clock,
    sleep: (milliseconds) => sleep(milliseconds, stop),
    isStopping: () => stop.aborted,
    hasRun: (asOf) => hasRun(lake, pipeline.name, asOf),
    lateFeeds: (asOf) => lateFeeds(lake, pipeline, plan.wait_for?.feeds ?? [], asOf),
    runNight: (asOf) => run(asOf, '--metrics', path.join(status, 'run.prom')),
    readAhead: (asOf) => run(asOf, '--only', 'ingest'),
    report: (state) => writeStatus(status, state, clock.now()),
    log: (message, facts) => log.info(facts, message),
  }
}

/** Resolves after the time, or as soon as the scheduler is stopped. */
const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })

/** Whether a run of this date ended published, held or refused: a person was informed of each. */
const hasRun = async (lake: Lake, pipeline: string, asOf: string): Promise<boolean> => {
  for (const id of (await listRunIds(lake)).toReversed()) {
    const manifest = await readManifest(lake, id)
    if (manifest?.pipeline !== pipeline || manifest.as_of !== asOf) continue
    if (manifest.status !== 'failed') return true
  }
  return false
}

/** Runs a command in a process of its own, which a stop ends too; its exit code is 1 if a signal ended it. */
const runProcess = (args: readonly string[], stop: AbortSignal): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const end = (): void => void child.kill('SIGTERM')
    stop.addEventListener('abort', end)
    child.on('error', reject)
    child.on('close', (code) => {
      stop.removeEventListener('abort', end)
      resolve(code ?? exitCode.failed)
    })
    if (stop.aborted) end()
  })
