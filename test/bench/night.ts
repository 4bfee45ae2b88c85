import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureScript } from './child.ts'
import type { Sample } from './results.ts'
import type { Manifest } from '../../src/runs/manifest.ts'

const root = new URL('../../', import.meta.url)
const at = (name: string): string => fileURLToPath(new URL(name, root))

/** One whole night of a lake as `node <bin> run`, with its stages and statements. */
export const measureNight = async (
  lake: string,
  asOf: string,
  memoryLimit?: string,
): Promise<Sample & { readonly manifest: Manifest }> => {
  const pipeline = memoryLimit === undefined ? [] : [await limited(lake, memoryLimit)]
  const args = ['run', ...pipeline, '--lake', lake, '--as-of', asOf, '--json']
  const { stdout, ...used } = await measureScript(at('src/bin.js'), args)
  const manifest = JSON.parse(stdout) as Manifest
  const stages = Object.fromEntries(
    manifest.stages.map(({ stage, seconds, cpu_seconds: cpu }) => [stage, { wall: seconds, cpu }]),
  )
  return { ...used, stages, manifest }
}

/** The nightly pipeline with another limit, beside its policies. */
const limited = async (lake: string, memoryLimit: string): Promise<string> => {
  const nightly = await readFile(at('pipelines/nightly.yaml'), 'utf8')
  const file = path.join(lake, 'limited.yaml')
  await writeFile(file, `${nightly}\nsettings:\n  memory_limit: ${memoryLimit}\n`)
  return file
}
