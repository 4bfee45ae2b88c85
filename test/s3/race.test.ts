import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readPublished } from '../../src/pipeline/published.ts'
import { ended, start } from '../support/process.ts'
import { withFolder } from '../support/night.ts'
import { kinds, trialLake } from './places.ts'

const sample = fileURLToPath(new URL('../../sample-data/', import.meta.url))

test.each(kinds)(
  'eight start the same night at once on a %s: one publishes, seven exit with 5',
  async (kind) => {
    await withFolder(async (folder) => {
      const from = path.join(folder, 'from')
      await mkdir(from)
      await cp(path.join(sample, 'inbox'), path.join(from, 'inbox'), { recursive: true })
      const { place, lake } = await trialLake(kind, folder, from)
      // All have started and wait for the same moment before they look at the lake.
      const moment = Date.now() + 8_000
      const hook = new URL('./barrier.ts', import.meta.url).href
      const env = { EMPANEL_TEST_MOMENT: String(moment), NODE_OPTIONS: `--import=${hook}` }
      const started = performance.now()
      const ends = await Promise.all(
        Array.from({ length: 8 }, () =>
          ended(start(['run', '--lake', place, '--as-of', '2026-06-30'], undefined, env)),
        ),
      )
      const seconds = (performance.now() - started) / 1000
      expect(ends.map(({ exit }) => exit).toSorted()).toEqual([0, 5, 5, 5, 5, 5, 5, 5])
      const runs = await lake.folders('runs/')
      expect(runs).toHaveLength(1)
      expect((await readPublished(lake)).published?.run_id).toBe(runs[0])
      process.stderr.write(`race on a ${kind}: ${seconds.toFixed(1)} s\n`)
      // A start after the holder has ended is a new run.
      const again = await ended(start(['run', '--lake', place, '--as-of', '2026-06-30']))
      expect(again.exit).toBe(0)
      expect((await readPublished(lake)).published?.history).toHaveLength(2)
    })
  },
)
