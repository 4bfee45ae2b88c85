import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pino } from 'pino'
import { parsePipeline } from '../../src/config/pipeline.ts'
import type { Policy } from '../../src/config/policy.ts'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { emptyManifest } from '../../src/runs/manifest.ts'
import type { Night } from '../../src/night/night.ts'
import { silentProgress } from '../../src/base/progress.ts'
import { withFolder } from './night.ts'
import type { Baseline } from '../../src/runs/baseline.ts'

interface RoomOptions {
  readonly threads?: number
  readonly baseline?: Baseline
  /** The pipeline file from its feeds on. */
  readonly pipeline?: string
}

/** A night in which nothing has happened yet, for work that is tried alone; with its lake's folder. */
export const withNight = async <T>(
  { threads = 2, baseline, pipeline = 'feeds: {enrollment: , claims: }' }: RoomOptions,
  work: (night: Night, lake: string) => Promise<T>,
): Promise<T> =>
  withFolder(async (folder) => {
    const [lake, spool] = [path.join(folder, 'lake'), path.join(folder, 'spool')]
    await mkdir(lake)
    await mkdir(spool)
    const engine = await openDuckDb({ spool, threads })
    const night: Night = {
      runId: 'R1',
      asOf: '2026-06-30',
      pipeline: parsePipeline('test.yaml', `name: test\npolicy: caresource\n${pipeline}\n`),
      policy: {} as Policy,
      baseline,
      lake: await openLocalLake(lake),
      engine,
      spool,
      openEngine: (options) => openDuckDb({ spool, ...options }),
      clock: { now: () => new Date(0) },
      log: pino({ level: 'silent' }),
      progress: silentProgress,
      manifest: emptyManifest(),
    }
    try {
      return await work(night, lake)
    } finally {
      engine.close()
    }
  })
