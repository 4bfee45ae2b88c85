import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { type PipelineConfig, loadPipeline } from '../../config/pipeline.ts'
import type { ScheduleConfig } from '../../config/schedule.ts'
import type { Lake } from '../../lake/lake.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { listRunIds, readManifest } from '../../runs/read-run.ts'
import { lateFeeds } from '../schedule/late-feeds.ts'
import { type World, runSchedule } from '../schedule/loop.ts'
import { writeStatus } from '../schedule/status.ts'
import { openLake, pipelineFile, systemClock } from '../context.ts'

const bin = fileURLToPath(new URL('../../bin.js', import.meta.url))

interface ScheduleOptions {
  readonly lake: string
  readonly status: string
}

/** `empanel schedule`: every night is a process of its own; this one only watches the clock. */
export const schedule = async (pipeline: string, options: ScheduleOptions): Promise<ExitCode> => {
  const file = pipelineFile(pipeline)
  const config = await loadPipeline(file)
  if (!config.schedule) {
    throw new ConfigError(
      `Expected a section \`schedule\` in ${pipeline}, found none.`,
      'Add for instance: schedule: { nightly: "0 2 * * *" }',
    )
  }
  const lake = await openLake(options.lake, config.settings.s3)
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal)
  try {
    await runSchedule(
      config,
      config.schedule,
      world(file, config, config.schedule, lake, options, stop.signal),
    )
  } finally {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.off(signal, onSignal)
  }
  return exitCode.published
}

const world = (
  file: string,
  config: PipelineConfig,
  plan: ScheduleConfig,
  lake: Lake,
  options: ScheduleOptions,
  stop: AbortSignal,
): World => {
  const log = pino({ base: { pipeline: config.name } }, pino.destination({ dest: 2, sync: true }))
  const run = (asOf: string, ...more: string[]): Promise<number> =>
    runProcess(['run', file, '--lake', options.lake, '--as-of', asOf, ...more], stop)
  return {
    clock: systemClock,
    sleep: (milliseconds) => sleep(milliseconds, stop),
    isStopping: () => stop.aborted,
    hasRun: (asOf) => hasRun(lake, config.name, asOf),
    lateFeeds: (asOf) => lateFeeds(lake, config, plan.wait_for?.feeds ?? [], asOf),
    runNight: (asOf) => run(asOf, '--metrics', path.join(options.status, 'run.prom')),
    readAhead: (asOf) => run(asOf, '--only', 'ingest'),
    tell: (state) => writeStatus(options.status, state, systemClock.now()),
    log: (message, facts) => log.info(facts, message),
  }
}

/** Waits, or returns early once a stop is requested. */
const sleep = (milliseconds: number, stop: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error
  })

/** Whether a run of this date ended published, held or refused: a person knows of it. */
const hasRun = async (lake: Lake, pipeline: string, asOf: string): Promise<boolean> => {
  for (const id of (await listRunIds(lake)).toReversed()) {
    const manifest = await readManifest(lake, id)
    if (
      manifest?.pipeline === pipeline &&
      manifest.as_of === asOf &&
      manifest.status !== 'failed'
    ) {
      return true
    }
  }
  return false
}

/** Runs the command; a stop is passed on, and its exit code is 1 where a signal ended it. */
const runProcess = (args: readonly string[], stop: AbortSignal): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const pass = (): void => void child.kill('SIGTERM')
    stop.addEventListener('abort', pass)
    child.on('error', reject)
    child.on('close', (code) => {
      stop.removeEventListener('abort', pass)
      resolve(code ?? exitCode.failed)
    })
    if (stop.aborted) pass()
  })
