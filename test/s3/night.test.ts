import { cp, mkdir, readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { ended, start } from '../support/process.ts'
import { withFolder } from '../support/night.ts'
import { copyInto, newPlace, openPlace } from './bucket.ts'
import type { Manifest } from '../../src/runs/manifest.ts'

const sample = fileURLToPath(new URL('../../sample-data/', import.meta.url))

it('two nights in a bucket write the same bytes as in a folder, and commands print the same', async () => {
  await withFolder(async (folder) => {
    const place = await newPlace()
    const lake = await openPlace(place, folder)
    const local = path.join(folder, 'lake')
    for (const name of ['inbox', 'requests']) {
      await cp(path.join(sample, name), path.join(local, name), { recursive: true })
    }
    await copyInto(lake, local)
    const temporary = path.join(folder, 'tmp')
    await mkdir(temporary)
    const empanel = (args: readonly string[]) =>
      ended(start(args, undefined, { TMPDIR: temporary }))
    expect((await empanel(['init', '--lake', place])).exit).toBe(0)
    /** The ids of each night's runs in the folder and in the bucket. */
    const ids: string[][] = []
    for (const asOf of ['2026-06-30', '2026-07-01']) {
      const nights: Manifest[] = []
      for (const at of [local, place]) {
        const run = await empanel(['run', '--lake', at, '--as-of', asOf, '--json'])
        expect({ exit: run.exit, stderr: run.exit === 0 ? '' : run.stderr }).toEqual({
          exit: 0,
          stderr: '',
        })
        nights.push(JSON.parse(run.stdout) as Manifest)
      }
      expect(nights[1]?.outputs).toEqual(nights[0]?.outputs)
      expect(nights[1]?.inputs).toEqual(nights[0]?.inputs)
      ids.push(nights.map(({ run_id }) => run_id))
    }
    const commands = [
      ['runs'],
      ['report', 'alerts'],
      ['explain', 'member', 'M0000001'],
      ['explain', 'provider', 'P00108'],
      ['export', 'attribution.attributed_provider'],
      ['requests'],
      ['verify'],
      ['close', '2026-06'],
      ['export', 'publication.member_month'],
      ['history', 'member', 'M0000001'],
      ['history', 'provider', 'P00108'],
      ['prune', '--keep', '1', '--days', '0'],
      ['prune', '--cache', '--yes', '--json'],
    ]
    const outputOf = async (at: string, command: readonly string[]): Promise<string> => {
      const { exit, stdout } = await empanel([...command, '--lake', at])
      expect({ command, exit }).toEqual({ command, exit: 0 })
      return stdout.replaceAll(/\d{8}T\d{9}Z-\d{8}-[0-9a-f]{4}/g, 'RUN').replaceAll(at, 'LAKE')
    }
    for (const command of commands) {
      expect(await outputOf(place, command)).toBe(await outputOf(local, command))
    }
    for (const [night, [here = '', there = '']] of ids.entries()) {
      const rebuilt = await outputOf(place, ['replay', there])
      expect({ night, rebuilt }).toEqual({
        night,
        rebuilt: await outputOf(local, ['replay', here]),
      })
      expect(rebuilt).toContain('byte for byte')
    }
    const closes = (await lake.list('closes/')).map(({ key }) => key)
    expect(closes).toHaveLength(5)
    for (const key of closes.filter((name) => !name.endsWith('/manifest.json'))) {
      const there = await readFile(await lake.localPath(key))
      expect(there.equals(await readFile(path.join(local, key)))).toBe(true)
    }
    expect(await lake.list('cache/')).toEqual([])
    const parquet = path.join(folder, 'out.parquet')
    const relation = 'assignment.assigned_provider'
    const args = ['export', relation, '--format', 'parquet', '--out', parquet, '--lake', place]
    expect((await empanel(args)).exit).toBe(0)
    const key = `runs/${ids[1]?.[1]}/assignment/assigned_provider.parquet`
    const stored = await readFile(await lake.localPath(key))
    expect((await readFile(parquet)).equals(stored)).toBe(true)
    expect(await readdir(temporary)).toEqual([])
  })
})
