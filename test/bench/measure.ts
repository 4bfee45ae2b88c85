import { rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureScript } from './child.ts'
import { type Data, claimFiles } from './data.ts'
import { kindsOf } from './kinds.ts'
import { coldLake, parquetLake, usualLake, warmLake } from './lakes.ts'
import { measureNight } from './night.ts'
import { type Measure, type Sample, type SizeResult, measures } from './results.ts'
import { nights } from './sizes.ts'
import { codeOf } from './code.ts'
import type { Manifest } from '../../src/runs/manifest.ts'

/** Half of the engine's default memory limit. */
const HALF = '375MB'

const floor = fileURLToPath(new URL('floor.ts', import.meta.url))

export interface Plan {
  readonly rounds: number
  readonly only: readonly Measure[]
  readonly say: (text: string) => void
}

/**
 * Measures a size, round by round, so that a disturbance of the machine affects all measures alike. The
 * first night's lake is where the warm and the usual night start; `inspect` may read it at the end.
 */
export const measure = async (
  data: Data,
  { rounds, only, say }: Plan,
  inspect: (lake: string, manifest: Manifest) => Promise<Partial<SizeResult>>,
): Promise<SizeResult> => {
  const samples: Partial<Record<Measure, Sample[]>> = {}
  const csv = await claimFiles(data.inbox)
  const base = await coldLake(data, 'base')
  const first = await measureNight(base, nights.first)
  note(samples, 'cold', first, say)

  const night = async (lake: string, asOf: string, limit?: string): Promise<Sample> => {
    const sample = await measureNight(lake, asOf, limit)
    await rm(lake, { recursive: true })
    return sample
  }
  const tries: Record<Measure, (name: string) => Promise<Sample>> = {
    floor_csv: () => measureScript(floor, ['csv', ...csv]),
    sha256: () => measureScript(floor, ['sha256', ...csv]),
    floor_parquet: async () =>
      measureScript(floor, ['parquet', ...(await claimFiles(data.parquet))]),
    cold: async (name) => night(await coldLake(data, name), nights.first),
    parquet: async (name) => night(await parquetLake(data, name), nights.first),
    warm: async (name) => night(await warmLake(data, base, name), nights.first),
    usual: async (name) => night(await usualLake(data, base, name), nights.second),
    half_memory: async (name) => night(await coldLake(data, name), nights.first, HALF),
  }
  for (let round = 0; round < rounds; round++) {
    for (const name of measures.filter((one) => only.includes(one))) {
      if (round === 0 && name === 'cold') continue
      note(samples, name, await tries[name](name), say)
    }
  }
  const found = await inspect(base, first.manifest)
  await rm(path.join(data.folder, 'lakes'), { recursive: true })
  return { ...(await sizeOf(csv, first.manifest)), ...found, samples }
}

const note = (
  samples: Partial<Record<Measure, Sample[]>>,
  name: Measure,
  { cpu, wall, peak, exit, stages, statements }: Sample,
  say: (text: string) => void,
): void => {
  const kept = {
    cpu,
    wall,
    peak,
    exit,
    ...(stages && { stages }),
    ...(statements && { statements, kinds: kindsOf(statements) }),
  }
  samples[name] = [...(samples[name] ?? []), kept]
  say(`${name}: ${cpu.toFixed(1)} CPU-s, ${wall.toFixed(1)} s, ${Math.round(peak / 2 ** 20)} MiB`)
}

const sizeOf = async (
  files: readonly string[],
  { inputs, outputs, version }: Manifest,
): Promise<Omit<SizeResult, 'samples'>> => {
  const bytes = await Promise.all(files.map(async (file) => (await stat(file)).size))
  const claims = inputs.filter(({ feed }) => feed === 'claims')
  return {
    measured_on: new Date().toISOString().slice(0, 10),
    code: `${await codeOf()}, Node ${version.node}, DuckDB ${version.duckdb}`,
    claim_lines: claims.reduce((sum, { rows }) => sum + (rows?.read ?? 0), 0),
    claim_bytes: bytes.reduce((a, b) => a + b, 0),
    lists: outputs.filter(({ name }) => name.startsWith('registry/')).length - 1,
  }
}
