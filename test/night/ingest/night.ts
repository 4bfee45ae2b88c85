import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { parsePipeline } from '../../../src/config/pipeline.ts'
import type { Policy } from '../../../src/config/policy.ts'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'
import type { Row } from '../../../src/engine/engine.ts'
import { ingest } from '../../../src/night/ingest/ingest.ts'
import { openLocalLake } from '../../../src/lake/local-lake.ts'
import { emptyManifest } from '../../../src/runs/manifest.ts'
import type { Night } from '../../../src/night/night.ts'
import { silentProgress } from '../../../src/base/progress.ts'
import { put } from '../../support/night.ts'

export type Files = Readonly<Record<string, string | Uint8Array>>

/** The results of ingesting some files. */
export interface Ingested {
  readonly night: Night
  /** Everything that was logged. */
  readonly log: readonly string[]
  all(sql: string): Promise<Row[]>
  readonly folder: string
}

export const policyRelations = `
  create schema run;
  create table run.parameter as select date '2024-06-30' as evidence_start, date '2026-06-30' as as_of;
  create table run.kept_code as select unnest(['99213', '99283']) as procedure_code;
  create table run.place_of_service as select 'emergency' as list, '23' as place_of_service;
  create table run.revenue_code as select 'emergency' as code_set, unnest(['0450', '450']) as revenue_code;
`

/** Runs ingest on `files` (by key in the lake), with the feeds of a pipeline given as YAML. */
export const ingesting = async <T>(
  files: Files,
  feeds: string,
  use: (ingested: Ingested) => Promise<T>,
): Promise<T> => {
  const lakeFolder = await mkdtemp(path.join(tmpdir(), 'empanel-lake-'))
  try {
    return await ingestingAgain(lakeFolder, files, feeds, use)
  } finally {
    await rm(lakeFolder, { recursive: true, force: true })
  }
}

/** Runs ingest on a lake that may have earlier nights, after adding `files`. */
export const ingestingAgain = async <T>(
  lakeFolder: string,
  files: Files,
  feeds: string,
  use: (ingested: Ingested) => Promise<T>,
  { parameters = '', verifyInputs = false, openLake = openLocalLake } = {},
): Promise<T> => {
  const spool = await mkdtemp(path.join(tmpdir(), 'empanel-ingest-'))
  await put(lakeFolder, 'inbox/.keep', '')
  for (const [key, content] of Object.entries(files)) await put(lakeFolder, key, content)
  const log: string[] = []
  const engine = await openDuckDb({ spool, threads: 2 })
  const night: Night = {
    runId: 'R1',
    asOf: '2026-06-30',
    pipeline: parsePipeline('test.yaml', `name: test\npolicy: caresource\n${feeds}`),
    policy: {} as Policy,
    baseline: undefined,
    lake: await openLake(lakeFolder),
    engine,
    spool,
    openEngine: (options) => openDuckDb({ spool, threads: 2, ...options }),
    verifyInputs,
    clock: { now: () => new Date(0) },
    log: pino({}, { write: (line: string) => void log.push(line) }),
    progress: silentProgress,
    manifest: emptyManifest(),
  }
  try {
    await engine.run(policyRelations)
    if (parameters) await engine.run(parameters)
    await ingest.run(night)
    return await use({ night, log, all: (sql) => engine.all(sql), folder: lakeFolder })
  } finally {
    engine.close()
    await rm(spool, { recursive: true, force: true })
  }
}

/** Runs ingest and returns the error that it throws. */
export const refusal = async (
  files: Files,
  feeds: string,
): Promise<{ exit: number; message: string; hint: string }> =>
  ingesting(files, feeds, async () => ({ exit: 0, message: 'none', hint: '' })).catch(
    (error: { exit: number; message: string; hint?: string }) => ({
      exit: error.exit,
      message: error.message,
      hint: error.hint ?? '',
    }),
  )

export const usual = 'feeds: {enrollment: , providers: , claims: , self_selections: }'

const member = 'member_id,coverage_start,line_of_business,birth_date'
const panel =
  'provider_id,provider_name,specialty,practice_id,lines_of_business,active_from,license_states'

export const enrollment = `${member}\nM1,2025-01-01,medicaid,1980-05-05\nM2,2025-01-01,medicaid,2015-02-03\n`
export const providers = `${panel}\nP1,Ann,207Q00000X,K1,medicaid|marketplace,2020-01-01,IN|KY\n`

/** Files of the two required feeds, and others. */
export const withNeeded = (files: Files): Files => ({
  'inbox/enrollment/2026-06-30.csv': enrollment,
  'inbox/providers/2026-06-30.csv': providers,
  ...files,
})
