import { setTimeout as sleep } from 'node:timers/promises'
import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { Lake } from '../../src/lake/lake.ts'
import { markOf } from '../../src/base/process-mark.ts'
import { publishRun, raiseFence, readPublished } from '../../src/runs/published.ts'
import { ended, start } from '../support/process.ts'
import { withFolder } from '../support/night.ts'
import { AS_OF, fill } from '../support/small-payer.ts'
import { newPlace, openPlace } from './bucket.ts'
import { logged } from './log-lines.ts'
import { trialLake } from './places.ts'

const LEASE = '.empanel.lease'

const run = (id: string) => ({ run_id: id, as_of: '2026-06-30', pipeline: 'nightly' })

const lakes = async (count: number): Promise<Lake[]> => {
  const place = await newPlace()
  return Promise.all(Array.from({ length: count }, () => openPlace(place, '/nowhere')))
}

const held = async (lake: Lake | undefined) => {
  const lock = await lake?.lock()
  if (!lake || !lock) throw new Error('expected to get the lake')
  return { lake, lock }
}

/** Replaces the lease with one of another holder, which no process renews. */
const leaseOf = async (lake: Lake, holder: object): Promise<void> => {
  const text = await lake.readText(LEASE)
  await lake.swap(LEASE, `${JSON.stringify({ fence: 7, holder })}\n`, text)
}

// These depend on the clock, so they are retried in case the machine pauses for seconds.
describe('the lease of a bucket', { retry: 2 }, () => {
  it('is taken by one of eight, and by the next once it is released', async () => {
    const all = await lakes(8)
    const locks = (await Promise.all(all.map((lake) => lake.lock()))).filter((lock) => lock)
    expect(locks).toHaveLength(1)
    expect(await all[0]?.lock()).toBeUndefined()
    await locks[0]?.release()
    const next = await all[1]?.lock()
    expect(next).toMatchObject({ fence: 2, tookOver: false })
    await next?.release()
  })

  it('of a process that ended on this machine can be taken at once', async () => {
    const [lake] = await lakes(1)
    if (!lake) return
    const { host } = markOf(process.pid)
    await leaseOf(lake, { id: 'x', host, pid: 2 ** 22 - 1, started: '1' })
    expect(await lake.lock()).toMatchObject({ fence: 8, tookOver: true })
    await leaseOf(lake, { id: 'x', host, pid: process.pid, started: 'long ago' })
    expect(await lake.lock()).toMatchObject({ fence: 8, tookOver: true })
  })

  it('of a process that runs here, or anywhere else, is kept for 30 s without renewal', async () => {
    const [here, there] = [await lakes(1), await lakes(1)]
    if (!here[0] || !there[0]) return
    await leaseOf(here[0], { id: 'x', ...markOf(process.pid) })
    await leaseOf(there[0], { id: 'x', host: `not ${hostname()}`, pid: 1, started: '1' })
    expect(await here[0].lock()).toBeUndefined()
    expect(await there[0].lock()).toBeUndefined()
    await sleep(25_000)
    expect(await here[0].lock()).toBeUndefined()
    await sleep(8_000)
    expect(await here[0].lock()).toMatchObject({ fence: 8, tookOver: true })
    expect(await there[0].lock()).toMatchObject({ fence: 8, tookOver: true })
  })

  it('that was removed or corrupted continues from the fence of the last publication', async () => {
    const [lake] = await lakes(1)
    if (!lake) return
    for (const [fence, text] of [
      [8, `{"fence":7,"holder":null}`],
      [9, undefined],
      [10, 'scribbled over'],
    ] as const) {
      await lake.remove(LEASE)
      if (text !== undefined) await lake.write(LEASE, text)
      // A lease that can't be parsed may be in use, so it is kept for 30 s.
      if (fence === 10) expect(await lake.lock()).toBeUndefined()
      if (fence === 10) await sleep(32_000)
      const lock = await lake.lock()
      expect(lock?.fence).toBe(fence)
      if (lock) await publishRun(lake, lock, run(`${fence}`))
      await lock?.release()
    }
  })

  it('that was lost cannot publish, neither before the new holder does nor after', async () => {
    const [first, second] = await lakes(2)
    const sleeper = await held(first)
    await publishRun(sleeper.lake, sleeper.lock, run('A'))
    // As if the holder had paused for longer than its lease.
    const mark = { host: 'elsewhere', pid: 1, started: '1' }
    await leaseOf(sleeper.lake, {
      id: 'x',
      ...mark,
      host: markOf(process.pid).host,
      pid: 4_000_000,
    })
    const waker = await held(second)
    expect(waker.lock).toMatchObject({ tookOver: true })
    await raiseFence(waker.lake, waker.lock)
    await expect(publishRun(sleeper.lake, sleeper.lock, run('B'))).rejects.toThrow('lost the lake')
    await publishRun(waker.lake, waker.lock, run('C'))
    await expect(publishRun(sleeper.lake, sleeper.lock, run('D'))).rejects.toThrow('lost the lake')
    const { published } = await readPublished(waker.lake)
    expect(published).toMatchObject({ run_id: 'C', history: [run('C'), run('A')] })
  })

  it('that is lost between the last check and the swap cannot publish', async () => {
    const [first, second] = await lakes(2)
    const sleeper = await held(first)
    await publishRun(sleeper.lake, sleeper.lock, run('A'))
    const asleep = {
      ...sleeper.lock,
      fence: sleeper.lock.fence,
      isHeld: async () => {
        const mark = markOf(process.pid)
        await leaseOf(sleeper.lake, { id: 'x', ...mark, started: 'long ago' })
        const waker = await held(second)
        await raiseFence(waker.lake, waker.lock)
        return true
      },
    }
    await expect(publishRun(sleeper.lake, asleep, run('B'))).rejects.toThrow('changed while')
    expect((await readPublished(sleeper.lake)).published?.run_id).toBe('A')
  })

  it('of a paused night can be taken after 30 s, and the night fails when it resumes', async () => {
    await withFolder(async (folder) => {
      await fill(`${folder}/from`)
      const { place, lake } = await trialLake('bucket', folder, `${folder}/from`)
      const args = ['run', '--lake', place, '--as-of', AS_OF]
      const paused = start(args)
      const end = ended(paused)
      try {
        await logged(paused, 'publish starts')
        paused.kill('SIGSTOP')
        expect((await ended(start(args))).exit).toBe(5)
        await sleep(32_000)
        const other = await ended(start(args))
        expect(other.exit).toBe(0)
        const published = await lake.readText('published.json')
        paused.kill('SIGCONT')
        const { exit, stderr } = await end
        expect(exit).toBe(1)
        expect(stderr).toContain('lost the lake')
        expect(await lake.readText('published.json')).toBe(published)
      } finally {
        paused.kill('SIGKILL')
      }
    })
  })
})
