import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { loadPipeline } from '../../../src/config/pipeline.ts'
import { loadPolicy } from '../../../src/config/policy.ts'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'
import { openLocalLake } from '../../../src/lake/local-lake.ts'
import { emptyManifest } from '../../../src/runs/manifest.ts'
import type { Night } from '../../../src/night/night.ts'
import { silentProgress } from '../../../src/base/progress.ts'
import type { Baseline } from '../../../src/runs/baseline.ts'

export const nightlyPipeline = fileURLToPath(
  new URL('../../../pipelines/nightly.yaml', import.meta.url),
)

/** Works with a night of policy `caresource` on an empty lake, before any stage ran. */
export const withNight = async (
  { asOf, baseline }: { asOf: string; baseline?: Baseline },
  work: (night: Night, folder: string) => Promise<void>,
): Promise<void> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-prepare-'))
  const engine = await openDuckDb({ spool: folder, threads: 1 })
  const night: Night = {
    runId: '20260630T000000000Z-2026-06-30-0000',
    asOf,
    pipeline: await loadPipeline(nightlyPipeline),
    policy: await loadPolicy(nightlyPipeline, 'caresource'),
    baseline,
    lake: await openLocalLake(folder),
    engine,
    spool: folder,
    openEngine: ({ onlyFiles }) => openDuckDb({ spool: folder, onlyFiles }),
    clock: { now: () => new Date(0) },
    log: pino({ level: 'silent' }),
    progress: silentProgress,
    manifest: emptyManifest(),
  }
  try {
    await work(night, folder)
  } finally {
    engine.close()
    await rm(folder, { recursive: true })
  }
}
