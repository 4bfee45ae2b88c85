import path from 'node:path'
import { expect, test } from 'vitest'
import { writeFirstNight } from '../../sample-data/generator/inbox.ts'
import { readOptions } from '../../sample-data/generator/options.ts'
import { readPublished } from '../../src/runs/published.ts'
import { ended, start } from '../support/process.ts'
import { withFolder } from '../support/night.ts'
import { logged, marksOf } from './log-lines.ts'
import { kinds, trialLake } from './places.ts'

/** Half as many members, each with ten times the claims, take 27 s (docs/performance.md). */
const size = ['--members', '200000', '--claims', '400000', '--providers', '2000']

test.each(kinds)(
  'of eight processes that start the same night on a %s, one publishes and seven exit with 5',
  async (kind) => {
    await withFolder(async (folder) => {
      const from = path.join(folder, 'from')
      writeFirstNight(readOptions(['--out', path.join(from, 'inbox'), ...size]))
      const { place, lake } = await trialLake(kind, folder, from)
      const args = ['run', '--lake', place, '--as-of', '2026-06-30']
      // All processes have started by then, and wait for this moment before they open the lake.
      const moment = Date.now() + 8_000
      const hook = new URL('./barrier.ts', import.meta.url).href
      const env = { EMPANEL_TEST_MOMENT: String(moment), NODE_OPTIONS: `--import=${hook}` }
      const ends = await Promise.all(
        Array.from({ length: 8 }, () => ended(start(args, undefined, env))),
      )
      expect(ends.map(({ exit }) => exit).toSorted()).toEqual([0, 5, 5, 5, 5, 5, 5, 5])
      const winner = ends.find(({ exit }) => exit === 0)
      const seconds = marksOf(winner?.stderr ?? '').reduce((sum, { ms }) => sum + ms, 0) / 1000
      process.stderr.write(`race on a ${kind}: the night took ${seconds.toFixed(1)} s\n`)
      expect(seconds).toBeGreaterThanOrEqual(10)
      const runs = await lake.folders('runs/')
      expect(runs).toHaveLength(1)
      expect((await readPublished(lake)).published?.run_id).toBe(runs[0])
      // A later start is a new run.
      const next = start(args)
      const end = ended(next)
      expect(await logged(next, 'ingest starts')).toBe(true)
      next.kill('SIGTERM')
      await end
      expect(await lake.folders('runs/')).toHaveLength(2)
    })
  },
)
