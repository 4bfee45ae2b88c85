import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'
import { EmpanelError, describeUnexpected } from '../../../src/base/errors.ts'
import { runIn, withoutGuardRails } from '../night.ts'
import { keyOf, recipeOf, runCase, writeBase, writeCase } from './case.ts'
import type { Answer, Job, NightOutcome } from './drive.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'empanel-hostile-'))
const maker = await openDuckDb({ spool: folder, threads: 1 })
process.on('disconnect', () => void rm(folder, { recursive: true }).then(() => process.exit()))

/** A whole night, from ingest to publication, on the files of several cases. */
const runNightOf = async (seed: number, numbers: readonly number[]): Promise<NightOutcome> => {
  const lake = path.join(folder, 'lake')
  await mkdir(lake)
  try {
    await writeBase(lake)
    for (const number of numbers) await writeCase(maker, folder, lake, seed, number)
    const { exit, manifest } = await runIn(lake, {
      asOf: '2026-06-30',
      threads: 1,
      change: withoutGuardRails,
    })
    const read = numbers.map((number) => {
      const key = keyOf(recipeOf(seed, number), number)
      return manifest.inputs.find(({ uri }) => uri === key)?.rows?.read ?? null
    })
    return { exit, read, message: manifest.error?.message ?? '' }
  } catch (error) {
    const exit = error instanceof EmpanelError ? error.exit : 1
    return { exit, read: [], message: describeUnexpected(error) }
  } finally {
    await rm(lake, { recursive: true })
  }
}

process.on('message', async (job: Job) => {
  const answer: Answer =
    'number' in job
      ? { outcome: await runCase(maker, folder, job.seed, job.number) }
      : { night: await runNightOf(job.seed, job.numbers) }
  process.send?.(answer)
})
process.send?.('ready')
