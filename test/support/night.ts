import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { nightlyStages } from '../../src/night/nightly.ts'
import type { Stage } from '../../src/night/stage.ts'
import { type PipelineConfig, loadPipeline } from '../../src/config/pipeline.ts'
import { loadPolicy } from '../../src/config/policy.ts'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { attachRun } from '../../src/runs/run-relations.ts'
import { silentProgress } from '../../src/base/progress.ts'
import { type RunResult, runNight } from '../../src/night/run.ts'

export const nightlyPipeline = fileURLToPath(
  new URL('../../pipelines/nightly.yaml', import.meta.url),
)

/** Runs `work` with a new empty folder, which is removed afterwards. */
export const withFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-test-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const put = async (
  lake: string,
  key: string,
  content: string | Uint8Array,
): Promise<void> => {
  const file = path.join(lake, key)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, content)
}

/** Rows as a CSV file; every value is quoted. */
export const csv = (rows: readonly object[], columns = Object.keys(rows[0] ?? {})): string => {
  const line = (cells: readonly unknown[]): string =>
    cells.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(',')
  const cellsOf = (row: object): unknown[] => {
    const record: Record<string, unknown> = { ...row }
    return columns.map((column) => record[column])
  }
  return `${[columns.join(','), ...rows.map((row) => line(cellsOf(row)))].join('\n')}\n`
}

export interface NightOptions {
  readonly asOf: string
  readonly pipeline?: string
  readonly threads?: number
  /** Changes to the pipeline file's settings, such as wider guard rails. */
  readonly change?: (config: PipelineConfig) => PipelineConfig
  readonly dryRun?: boolean
  readonly now?: Date
  readonly stages?: readonly Stage<string, string>[]
}

/** Guard rails that hold no night: for payers too small or too random for shares to mean anything. */
export const withoutGuardRails = (config: PipelineConfig): PipelineConfig => ({
  ...config,
  feeds: Object.fromEntries(
    Object.entries(config.feeds).map(([name, feed]) => [name, { ...feed, max_rejected_share: 1 }]),
  ),
  guard_rails: {
    system_of_record_changed: 1,
    system_of_record_ended: 1,
    unassigned: 1,
    attribution_moved: 1,
    rows_down: 1,
    rows_up: 1_000_000,
    panel_loss: 1,
    panel_loss_min_members: 1_000_000,
  },
})

/** A pipeline file without guard rails that takes any share of rejected rows; `more` adds options of enrollment. */
export const lenientPipeline = async (folder: string, more = ''): Promise<string> => {
  const text = await readFile(nightlyPipeline, 'utf8')
  const feeds = text
    .slice(0, text.indexOf('guard_rails:'))
    .replaceAll(
      /^ {2}(\w+):$/gm,
      (_, feed) => `  ${feed}: { max_rejected_share: 1${feed === 'enrollment' ? more : ''} }`,
    )
  const file = path.join(folder, 'lenient.yaml')
  await writeFile(file, feeds)
  return file
}

/**
 * A night as `empanel run` does it, in this process. On one thread unless more are wanted: a payer of
 * few members gains nothing by a second one, which costs a sixth of the time.
 */
export const runIn = async (folder: string, options: NightOptions): Promise<RunResult> => {
  const file = options.pipeline ?? nightlyPipeline
  const config = await loadPipeline(file)
  const changed = options.change?.(config) ?? config
  const { threads } = options
  return runNight({
    lake: await openLocalLake(folder),
    pipeline:
      threads === undefined ? changed : { ...changed, settings: { ...changed.settings, threads } },
    policy: await loadPolicy(file, changed.policy),
    asOf: options.asOf,
    dryRun: options.dryRun ?? false,
    stages: options.stages ?? nightlyStages,
    openEngine: (engine) => openDuckDb({ threads: 1, ...engine }),
    clock: { now: () => options.now ?? new Date() },
    log: pino({ level: 'silent' }),
    progress: silentProgress,
  })
}

/** Reads a run's public relations with SQL. */
export const reading = async <T>(
  folder: string,
  { manifest }: Pick<RunResult, 'manifest'>,
  read: (engine: Engine) => Promise<T>,
): Promise<T> =>
  withFolder(async (spool) => {
    const engine = await openDuckDb({ spool })
    try {
      await attachRun(engine, await openLocalLake(folder), manifest)
      return await read(engine)
    } finally {
      engine.close()
    }
  })
