import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { listing } from '../support/listing.ts'
import { csv, lenientPipeline, put, withFolder } from '../support/night.ts'
import { ended, start } from '../support/process.ts'
import { claim, fill } from '../support/small-payer.ts'

const later = csv([claim('C9', 'M3', 'P2', '2026-06-01'), claim('C8', 'M3', 'P1', '2024-01-01')])

/** A run's files without its manifest, which alone records times and the cache. */
const outputs = async (lake: string, run: string): Promise<Record<string, string>> => {
  const { 'manifest.json': _, ...files } = await listing(path.join(lake, 'runs', run))
  return files
}

it('a night that was killed after ingest leaves its cache to the next, which writes the same bytes', async () => {
  await withFolder(async (folder) => {
    const pipeline = await lenientPipeline(folder)
    const nightIn = (lake: string): ReturnType<typeof start> =>
      start(['run', pipeline, '--lake', lake, '--as-of', '2026-06-30'], folder)
    const [lake, calm] = [path.join(folder, 'lake'), path.join(folder, 'calm')]
    for (const one of [lake, calm]) {
      await fill(one)
      await put(one, 'inbox/claims/2026-07.csv', later)
    }
    const doomed = nightIn(lake)
    doomed.stderr?.on('data', (text) => {
      if (/"stage":"ingest","seconds"/.test(String(text))) doomed.kill('SIGKILL')
    })
    expect((await ended(doomed)).exit).toBeNull()
    expect(await readdir(lake)).not.toContain('published.json')
    expect(await readdir(path.join(lake, 'cache/claims'))).toHaveLength(2)

    for (const one of [lake, calm]) expect((await ended(nightIn(one))).exit).toBe(0)
    const [id = '', ...others] = await readdir(path.join(lake, 'runs'))
    const [undisturbed = ''] = await readdir(path.join(calm, 'runs'))
    expect(others).toEqual([])
    const manifest = await readFile(path.join(lake, 'runs', id, 'manifest.json'), 'utf8')
    const { inputs } = JSON.parse(manifest) as {
      inputs: readonly { uri: string; cached?: boolean }[]
    }
    expect(inputs.flatMap(({ uri, cached }) => (cached ? [uri] : []))).toEqual([
      'inbox/claims/2026-06.csv',
      'inbox/claims/2026-07.csv',
    ])
    expect(await outputs(lake, id)).toEqual(await outputs(calm, undisturbed))
  })
})
