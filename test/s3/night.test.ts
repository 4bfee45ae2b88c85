import { cp, mkdir, readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Manifest } from '../../src/pipeline/finish-manifest.ts'
import { ended, start } from '../support/process.ts'
import { withFolder } from '../support/night.ts'
import { copyInto, newPlace, openPlace } from './bucket.ts'

const sample = fileURLToPath(new URL('../../sample-data/', import.meta.url))

it('two nights in a bucket write the same bytes as on a folder, and every command reads them', async () => {
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
    const ids: string[] = []
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
      ids.push(nights[1]?.run_id ?? '')
    }
    const commands = [
      ['runs'],
      ['report', 'alerts'],
      ['explain', 'member', 'M0000001'],
      ['explain', 'provider', 'P00108'],
      ['export', 'attribution.attributed_provider'],
      ['requests'],
      ['verify'],
    ]
    for (const command of commands) {
      const [here, there] = [
        await empanel([...command, '--lake', local]),
        await empanel([...command, '--lake', place]),
      ]
      expect(there.exit).toBe(0)
      const named = /\d{8}T\d{9}Z-\d{8}-[0-9a-f]{4}/g
      expect(there.stdout.replaceAll(named, '')).toBe(here.stdout.replaceAll(named, ''))
    }
    const parquet = path.join(folder, 'out.parquet')
    const relation = 'assignment.assigned_provider'
    const asked = ['export', relation, '--format', 'parquet', '--out', parquet, '--lake', place]
    expect((await empanel(asked)).exit).toBe(0)
    const key = `runs/${ids[1]}/assignment/assigned_provider.parquet`
    const stored = await readFile(await lake.localPath(key))
    expect((await readFile(parquet)).equals(stored)).toBe(true)
    expect(await readdir(temporary)).toEqual([])
  })
})
