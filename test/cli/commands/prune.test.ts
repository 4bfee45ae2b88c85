import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLocalLake } from '../../../src/lake/local-lake.ts'
import { put, runIn, withFolder, withoutGuardRails } from '../../support/night.ts'
import { empanel } from '../../support/command.ts'
import { empanelProcess } from '../../support/process.ts'
import { sharedLake } from '../../support/shared-lake.ts'
import { fill } from '../../support/small-payer.ts'

const night = async (folder: string, asOf: string, started: string): Promise<string> => {
  const now = new Date(started)
  return (await runIn(folder, { asOf, now, change: withoutGuardRails })).manifest.run_id
}

/** Four nights long ago, the second of them run twice. */
const afterFiveRuns = sharedLake('five-runs', async (lake) => {
  await fill(lake)
  return [
    await night(lake, '2026-01-01', '2026-01-02T02:00:00Z'),
    await night(lake, '2026-01-02', '2026-01-03T02:00:00Z'),
    await night(lake, '2026-01-02', '2026-01-03T03:00:00Z'),
    await night(lake, '2026-01-03', '2026-01-04T02:00:00Z'),
    await night(lake, '2026-01-04', '2026-01-05T02:00:00Z'),
  ] as const
})

const runsIn = (folder: string): Promise<string[]> => readdir(path.join(folder, 'runs'))

const prune = (folder: string, ...options: string[]): ReturnType<typeof empanel> =>
  empanel(['prune', '--lake', folder, ...options])

describe('prune', () => {
  it('only lists what it would remove without --yes', async () => {
    await afterFiveRuns(async (folder, runs) => {
      const { stdout } = await prune(folder, '--keep', '1', '--days', '1')
      expect(stdout).toMatch(/^Would remove .*complete, \d+ files/)
      expect(stdout).toContain('Add --yes')
      expect(await runsIn(folder)).toEqual(runs)
    })
  })

  it('never removes the published run nor its baseline, so that it can be replayed', async () => {
    await afterFiveRuns(async (folder, [, , , baseline = '', published = '']) => {
      expect((await prune(folder, '--keep', '0', '--days', '0', '--yes')).exit).toBe(0)
      expect(await runsIn(folder)).toEqual([baseline, published])
      expect((await empanel(['replay', published, '--lake', folder])).exit).toBe(0)
    })
  })

  it('keeps the newest by count and the young by age, and removes a run only beyond both', async () => {
    await afterFiveRuns(async (folder, runs) => {
      await prune(folder, '--keep', '4', '--days', '0', '--yes')
      expect(await runsIn(folder)).toEqual(runs.slice(1))
      await prune(folder, '--keep', '0', '--days', '99999', '--yes')
      expect(await runsIn(folder)).toEqual(runs.slice(1))
    })
  })

  it('leaves a lake on which nights of earlier dates still run', async () => {
    await afterFiveRuns(async (folder, [, , , baseline]) => {
      await prune(folder, '--keep', '0', '--days', '0', '--yes')
      const published = JSON.parse(await readFile(path.join(folder, 'published.json'), 'utf8')) as {
        history: { run_id: string }[]
      }
      expect(published.history).toHaveLength(2)
      const again = await runIn(folder, { asOf: '2026-01-03', change: withoutGuardRails })
      expect(again.manifest.baseline_run_id).toBeNull()
      const next = await runIn(folder, { asOf: '2026-01-05', change: withoutGuardRails })
      expect(next.manifest.baseline_run_id).not.toBe(baseline)
    })
  })

  it('removes what a dead run left behind', async () => {
    await afterFiveRuns(async (folder, [first = '']) => {
      const died = first.replace('20260102T', '20260101T')
      await put(folder, `runs/${died}/reports/alerts.csv`, 'half')
      const { stdout } = await prune(folder, '--keep', '5', '--days', '90', '--yes')
      expect(stdout).toBe(`Removed ${died}  died, 1 files, 0.0 MB\n`)
      expect(await runsIn(folder)).not.toContain(died)
    })
  })

  it('empties the cache with --cache', async () => {
    await afterFiveRuns(async (folder) => {
      expect(await readdir(folder)).toContain('cache')
      await prune(folder, '--cache', '--yes')
      expect(await readdir(path.join(folder, 'cache')).catch(() => [])).toEqual([])
    })
  })

  it('does not run beside a night', async () => {
    await withFolder(async (folder) => {
      await fill(folder)
      const lock = await (await openLocalLake(folder)).lock()
      expect((await empanelProcess(['prune', '--lake', folder, '--yes'])).exit).toBe(5)
      await lock?.release()
    })
  })

  it('refuses limits that are not numbers', async () => {
    await withFolder(async (folder) => {
      const { exit, stderr } = await prune(folder, '--keep', 'all')
      expect([exit, stderr]).toEqual([2, expect.stringContaining('Expected --keep to be a whole')])
    })
  })
})
