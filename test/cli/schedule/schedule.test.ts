import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadPipeline, parsePipeline } from '../../../src/config/pipeline.ts'
import { openLocalLake } from '../../../src/lake/local-lake.ts'
import { lateFeeds } from '../../../src/cli/schedule/late-feeds.ts'
import {
  csv,
  nightlyPipeline,
  put,
  runIn,
  withFolder,
  withoutGuardRails,
} from '../../support/night.ts'
import { empanelProcess, ended, start } from '../../support/process.ts'
import { enrollment, fill } from '../../support/small-payer.ts'

const scheduled = (text: string) => () =>
  parsePipeline('p.yaml', `name: p\npolicy: caresource\nfeeds: {}\nschedule: ${text}\n`)

describe('the section schedule of a pipeline file', () => {
  it.each([
    ['{nightly: "at two"}', /expected a cron pattern such as "0 2 \* \* \*", found "at two"/],
    ['{nightly: "0 0 30 2 *"}', /expected a cron pattern that matches some date/],
    [
      '{nightly: "0 2 * * *", wait_for: {feeds: [enrolment], until: "05:00", if_late: run}}',
      /enrollment/,
    ],
    ['{nightly: "0 2 * * *", wait_for: {feeds: [claims], until: "5am", if_late: run}}', /"05:00"/],
  ])('%s is refused, with what was meant', (text, message) => {
    expect(scheduled(text)).toThrow(message)
  })
})

describe('a feed is late', () => {
  it('until it has a file that the night before did not have', async () => {
    await withFolder(async (folder) => {
      const lake = await openLocalLake(folder)
      const pipeline = await loadPipeline(nightlyPipeline)
      const late = (): Promise<string[]> =>
        lateFeeds(lake, pipeline, ['enrollment', 'claims', 'facilities'], '2026-07-01')
      expect(await late()).toEqual(['enrollment', 'claims', 'facilities'])
      await fill(folder)
      expect(await late()).toEqual(['facilities'])
      await runIn(folder, { asOf: '2026-06-30', change: withoutGuardRails })
      expect(await late()).toEqual(['enrollment', 'claims', 'facilities'])
      await put(folder, 'inbox/enrollment/2026-07-01.csv', csv(enrollment))
      expect(await late()).toEqual(['claims', 'facilities'])
    })
  })
})

describe('empanel schedule', () => {
  it('catches up, reports to monitoring, and stops on a signal', async () => {
    await withFolder(async (folder) => {
      const lake = path.join(folder, 'lake')
      const status = path.join(folder, 'status')
      await fill(lake)
      await mkdir(path.join(folder, 'pipelines'))
      const file = path.join(folder, 'pipelines/nightly.yaml')
      const pipeline = await readFile(nightlyPipeline, 'utf8')
      await cp(
        new URL('../../../pipelines/policies', import.meta.url),
        path.join(folder, 'pipelines/policies'),
        { recursive: true },
      )
      await writeFile(file, `${pipeline}\nschedule: {nightly: "0 0 * * *", as_of: yesterday}\n`)
      const child = start(['schedule', file, '--lake', lake, '--status', status])
      const result = ended(child)
      const metrics = await until(async () => {
        const text = await readFile(path.join(status, 'schedule.prom'), 'utf8').catch(() => '')
        return text.includes('empanel_schedule_last_exit_code') ? text : undefined
      })
      child.kill('SIGTERM')
      expect((await result).exit).toBe(0)
      expect(metrics).toMatch(/empanel_schedule_last_exit_code\{pipeline="nightly"\} [03]\n/)
      expect(metrics).toMatch(
        /empanel_schedule_heartbeat_timestamp_seconds\{pipeline="nightly"\} \d+\n/,
      )
      const run = await readFile(path.join(status, 'run.prom'), 'utf8')
      expect(run).toContain('empanel_run_rows_read{pipeline="nightly",feed="enrollment"} 3\n')
      expect(run).not.toMatch(/\bM[123]\b|Family/)
      const heartbeat = JSON.parse(
        await readFile(path.join(status, 'heartbeat.json'), 'utf8'),
      ) as object
      expect(heartbeat).toMatchObject({ pipeline: 'nightly', doing: 'stopping' })
    })
  })

  it('refuses a pipeline file without a schedule', async () => {
    await withFolder(async (folder) => {
      const { exit, stderr } = await empanelProcess(['schedule', nightlyPipeline, '--lake', folder])
      expect([exit, stderr]).toEqual([2, expect.stringContaining('Expected a section `schedule`')])
    })
  })
})

describe('empanel run --only ingest', () => {
  it('reads new claims into the cache and publishes nothing; the night uses them', async () => {
    await withFolder(async (folder) => {
      await fill(folder)
      const ahead = (): ReturnType<typeof empanelProcess> =>
        empanelProcess(['run', '--lake', folder, '--as-of', '2026-06-30', '--only', 'ingest'])
      const first = await ahead()
      expect([first.exit, first.stdout]).toEqual([
        0,
        expect.stringMatching(/^Read ahead: 1 claims file read, 0 already/),
      ])
      expect(first.stderr.trim().split('\n')).toEqual(
        first.stderr.match(/^\{.*"only":"ingest".*\}$/gm),
      )
      expect((await ahead()).stdout).toMatch(
        /^Read ahead: 0 claims files read, 1 already in the cache/,
      )
      const lake = await openLocalLake(folder)
      expect(await lake.folders('runs/')).toEqual([])
      expect(await lake.readText('published.json')).toBeUndefined()
      const { manifest } = await runIn(folder, { asOf: '2026-06-30', change: withoutGuardRails })
      expect(manifest.inputs.find(({ feed }) => feed === 'claims')?.cached).toBe(true)
    })
  })
})

const until = async <T>(check: () => Promise<T | undefined>): Promise<T> => {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const found = await check()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('it did not happen within a minute')
}
