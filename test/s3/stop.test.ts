import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { listRunIds, readManifest } from '../../src/runs/read-run.ts'
import { withFolder } from '../support/night.ts'
import { ended } from '../support/process.ts'
import { trialOf } from './kill-trial.ts'
import { logged } from './log-lines.ts'
import { kinds } from './places.ts'

// Depends on the clock, so it is retried in case the machine pauses for seconds.
describe.each(kinds)('a run on a %s', { retry: 2 }, (kind) => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops cleanly within 10 s of a %s', async (signal) => {
    await withFolder(async (folder) => {
      const trial = await trialOf(kind, folder)
      const child = trial.run()
      const end = ended(child)
      await logged(child, 'gather starts')
      const signaled = performance.now()
      child.kill(signal)
      const { exit } = await end
      expect(performance.now() - signaled).toBeLessThan(10_000)
      expect(exit).not.toBe(0)
      await trial.inspect(async (lake) => {
        expect(await lake.readText('published.json')).toBeUndefined()
        const [id = ''] = await listRunIds(lake)
        expect(await readManifest(lake, id)).toMatchObject({
          status: 'failed',
          error: { message: `Stopped by ${signal}.` },
        })
        const lock = await lake.lock()
        expect(lock?.tookOver).toBe(false)
        await lock?.release()
      })
      expect(await readdir(trial.temporary)).toEqual([])
    })
  })
})
