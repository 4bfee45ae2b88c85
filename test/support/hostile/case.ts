import fc from 'fast-check'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pino } from 'pino'
import { parsePipeline } from '../../../src/config/pipeline.ts'
import type { Policy } from '../../../src/config/policy.ts'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import { feedNames } from '../../../src/feeds/index.ts'
import { ingest } from '../../../src/night/ingest/ingest.ts'
import { openLocalLake } from '../../../src/lake/local-lake.ts'
import { EmpanelError, describeUnexpected } from '../../../src/base/errors.ts'
import { emptyManifest } from '../../../src/runs/manifest.ts'
import type { Night } from '../../../src/night/night.ts'
import { silentProgress } from '../../../src/base/progress.ts'
import { validate } from '../../../src/night/validate/validate.ts'
import { policyRelations } from '../../night/ingest/night.ts'
import { csv } from '../night.ts'
import { type Recipe, recipe } from './edits.ts'
import { type Table, basePayer, mark } from './table.ts'
import { hostileFile } from './write-file.ts'

/** The outcome of a night with one hostile file. */
export interface Outcome {
  readonly number: number
  readonly recipe: Pick<Recipe, 'feed' | 'format'> & { readonly isNoise: boolean }
  readonly ended: 'taken' | 'refused'
  /** Records that the night counted in the file. */
  readonly read?: number
  /** What must never happen. Each one fails the case. */
  readonly problems: readonly string[]
}

/** Returns the recipe of a case, which depends only on its seed and number. */
export const recipeOf = (seed: number, number: number): Recipe => {
  const [made] = fc.sample(recipe, { seed: (seed + number * 7_919) | 0, numRuns: 1 })
  if (!made) throw new Error('fast-check built no recipe')
  return made
}

/** Returns the key of a case's file in a lake. */
export const keyOf = ({ feed, format }: Recipe, number: number): string =>
  `inbox/${feed}/2026-06-30/case-${number}.${format}`

export const asObjects = ({ header, rows }: Table): object[] =>
  rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])))

/** Writes a payer of a few members and panels to a lake. */
export const writeBase = async (lake: string): Promise<void> => {
  for (const [feed, table] of Object.entries(basePayer())) {
    const folder = path.join(lake, 'inbox', feed, '2026-06-30')
    await mkdir(folder, { recursive: true })
    await writeFile(path.join(folder, 'base.csv'), csv(asObjects(table)))
  }
}

/** Writes a case's file to a lake. Returns how many records it holds, where that is certain. */
export const writeCase = async (
  maker: Engine,
  folder: string,
  lake: string,
  seed: number,
  number: number,
): Promise<{ readonly made: Recipe; readonly records: number | undefined }> => {
  const made = recipeOf(seed, number)
  const { bytes, records } = await hostileFile(maker, folder, made, number)
  const file = path.join(lake, keyOf(made, number))
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, bytes)
  return { made, records }
}

/** Ingests and validates the files of one case as a night does, with an engine of its own. */
export const runCase = async (
  maker: Engine,
  folder: string,
  seed: number,
  number: number,
): Promise<Outcome> => {
  const [lake, spool] = [path.join(folder, 'lake'), path.join(folder, 'spool')]
  await mkdir(lake)
  await mkdir(spool)
  await writeBase(lake)
  const { made, records } = await writeCase(maker, folder, lake, seed, number)
  const log: string[] = []
  const night = await nightOn(lake, spool, log)
  const problems: string[] = []
  let message = ''
  let read: number | undefined
  try {
    await night.engine.run(policyRelations)
    await ingest.run(night)
    await validate.run(night)
    const counts = await night.engine.all<{ file: string; read: number }>(
      'select * from raw.file_fate',
    )
    read = counts.find(({ file }) => file === keyOf(made, number))?.read
    if (records !== undefined && read !== records)
      problems.push(`lost rows: the file has ${records}, ${read} were read`)
  } catch (error) {
    message = messageOf(error)
    if (!(error instanceof EmpanelError) || error.exit !== 4)
      problems.push(`not refused but failed: ${describeUnexpected(error)}`)
    if (/do not add up/.test(message)) problems.push(`lost rows: ${message}`)
  } finally {
    night.engine.close()
    await rm(lake, { recursive: true })
    await rm(spool, { recursive: true })
  }
  const seen = [message, ...log, ...night.manifest.notes].join('\n')
  // A reader cannot know values that were swapped with names from names.
  const isMoved = made.bytes.some(({ edit }) => edit === 'swap')
  if (seen.includes(mark) && !isMoved) problems.push('member data in an error, note or log line')
  const ended = message === '' ? 'taken' : 'refused'
  const { feed, format, noise } = made
  return {
    number,
    recipe: { feed, format, isNoise: noise !== undefined },
    ended,
    ...(read === undefined ? {} : { read }),
    problems,
  }
}

const messageOf = (error: unknown): string =>
  error instanceof EmpanelError ? `${error.message} ${error.hint ?? ''}` : describeUnexpected(error)

const feedsOf = feedNames.map((feed) => `${feed}: {max_rejected_share: 1}`).join(', ')

const nightOn = async (lake: string, spool: string, log: string[]): Promise<Night> => ({
  runId: 'R1',
  asOf: '2026-06-30',
  pipeline: parsePipeline(
    'hostile.yaml',
    `name: hostile\npolicy: caresource\nfeeds: {${feedsOf}}\n`,
  ),
  policy: {} as Policy,
  baseline: undefined,
  lake: await openLocalLake(lake),
  engine: await openDuckDb({ spool, threads: 1 }),
  spool,
  openEngine: (options) => openDuckDb({ spool, threads: 1, ...options }),
  verifyInputs: false,
  clock: { now: () => new Date(0) },
  log: pino({}, { write: (line: string) => void log.push(line) }),
  progress: silentProgress,
  manifest: emptyManifest(),
})
