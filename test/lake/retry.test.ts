import { describe, expect, it, vi } from 'vitest'
import { withRetries } from '../../src/lake/retry.ts'

/** Fails `times` times with `error`, then returns 'done'. */
const failing = (times: number, error: Error = new Error('cut')) => {
  let calls = 0
  return vi.fn<() => Promise<string>>(async () => {
    if (calls++ < times) throw error
    return 'done'
  })
}

const always = (): boolean => true

describe('a request that may fail', () => {
  it('is attempted until it succeeds', async () => {
    const work = failing(2)
    expect(await withRetries(work, always, { attempts: 3, waitMs: 1 })).toBe('done')
    expect(work).toHaveBeenCalledTimes(3)
  })

  it('throws its last error when the attempts run out', async () => {
    const work = failing(3)
    await expect(withRetries(work, always, { attempts: 3, waitMs: 1 })).rejects.toThrow('cut')
    expect(work).toHaveBeenCalledTimes(3)
  })

  it('is attempted once where its error is not worth another attempt', async () => {
    const work = failing(1)
    await expect(withRetries(work, () => false)).rejects.toThrow('cut')
    expect(work).toHaveBeenCalledTimes(1)
  })

  it('is attempted once where our own code is at fault', async () => {
    const work = failing(1, new TypeError('x is not a function'))
    await expect(withRetries(work, always)).rejects.toThrow('x is not a function')
    expect(work).toHaveBeenCalledTimes(1)
  })

  it('waits twice as long before each attempt, less at most half', async () => {
    const timer = vi.spyOn(globalThis, 'setTimeout')
    await withRetries(failing(3), always, { attempts: 4, waitMs: 20 })
    const waits = timer.mock.calls.map(([, wait]) => wait ?? 0)
    timer.mockRestore()
    expect(waits).toHaveLength(3)
    for (const [at, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(10 * 2 ** at)
      expect(wait).toBeLessThanOrEqual(20 * 2 ** at)
    }
  })
})
