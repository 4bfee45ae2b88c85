import { readFile, readdir, truncate } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import { literal } from '../../src/engine/engine.ts'
import type { Canaries } from '../support/canaries.ts'
import { afterCanaryNight, canaries } from '../support/canary-lake.ts'
import { listing } from '../support/listing.ts'
import { lenientPipeline, put, runIn, withFolder } from '../support/night.ts'
import { empanel } from '../support/command.ts'
import { found, watched } from '../support/watched.ts'

const AS_OF = '2026-06-30'

interface Observed {
  readonly lake: string
  readonly run: string
  readonly exit: number | null
  /** All that a log, a scheduler or a curious colleague can see. */
  readonly shown: string
  /** Names of files that were in the temporary folder at any time. */
  readonly names: readonly string[]
  /** What a list of processes showed of the night. */
  readonly titles: readonly string[]
}

/** Runs a night as a process, and watches its temporary folder. */
const nightIn = async (folder: string, asOf: string, pipeline?: string): Promise<Observed> => {
  const lake = path.join(folder, 'lake')
  for (const [key, content] of Object.entries(canaries.files)) await put(lake, key, content)
  const before = new Set(await readdir(path.join(lake, 'runs')).catch(() => []))
  const metrics = path.join(folder, 'night.prom')
  const which = pipeline ? [pipeline] : []
  const args = ['run', ...which, '--lake', lake, '--as-of', asOf, '--json', '--metrics', metrics]
  const { exit, stdout, stderr, names, titles } = await watched(args, folder)
  const measured = await readFile(metrics, 'utf8').catch(() => '')
  const runs = await readdir(path.join(lake, 'runs'))
  const run = path.join(lake, 'runs', runs.find((id) => !before.has(id)) ?? '')
  const manifest = await readFile(path.join(run, 'manifest.json'), 'utf8')
  const shown = stdout + stderr + manifest + measured
  return { lake, run, exit, shown, names, titles }
}

const expectNoLeaks = async ({ shown, names, titles, run }: Observed): Promise<void> => {
  expect(titles).not.toEqual([])
  expect(found(titles.join('\n'), [...canaries.values, ...canaries.unmapped])).toEqual([])
  expect(shown).toMatch(/private_note/)
  expect(found(shown, canaries.values)).toEqual([])
  expect(found(shown, canaries.unmapped)).toEqual([])
  expect(names).not.toEqual([])
  const files = [...names, ...Object.keys(await listing(run))].join('\n')
  expect(found(files, [...canaries.values, ...canaries.unmapped])).toEqual([])
}

/** The values that are in the files of a run; Parquet files are read as rows. */
const inFiles = async (run: string, values: Canaries['values']): Promise<string[]> =>
  withFolder(async (spool) => {
    const engine = await openDuckDb({ spool })
    const hits: string[] = []
    try {
      for (const name of Object.keys(await listing(run))) {
        const file = path.join(run, name)
        const rows = name.endsWith('.parquet')
          ? await engine.all<{ text: string }>(
              `select cast(file as varchar) as text from read_parquet(${literal(file)}) as file`,
            )
          : [{ text: await readFile(file, 'utf8') }]
        hits.push(...found(rows.map(({ text }) => text).join('\n'), values))
      }
    } finally {
      engine.close()
    }
    return [...new Set(hits)]
  })

describe('no value of a feed is shown to an observer', () => {
  it('a night that is published; columns in no contract are in none of its files', async () => {
    await withFolder(async (folder) => {
      const night = await nightIn(folder, AS_OF, await lenientPipeline(folder))
      expect(night.exit).toBe(0)
      await expectNoLeaks(night)
      expect(await inFiles(night.run, canaries.unmapped)).toEqual([])
      const kept = await inFiles(night.run, canaries.values)
      expect(kept).toEqual(expect.arrayContaining(['CANARYmember']))
      expect(kept.filter((value) => value.startsWith('BROKEN')).length).toBeGreaterThan(40)
    })
  })

  it('a night that is held', async () => {
    await withFolder(async (folder) => {
      const pipeline = await lenientPipeline(folder, ', max_age_days: 3')
      const night = await nightIn(folder, '2026-07-09', pipeline)
      expect(night.exit).toBe(3)
      await expectNoLeaks(night)
    })
  })

  it('a night whose input is refused', async () => {
    await withFolder(async (folder) => {
      const night = await nightIn(folder, AS_OF)
      expect(night.exit).toBe(4)
      await expectNoLeaks(night)
      expect(await inFiles(night.run, canaries.unmapped)).toEqual([])
    })
  })

  it('a night with a file without its header', async () => {
    await withFolder(async (lake) => {
      for (const [key, content] of Object.entries(canaries.files)) {
        const isBare = key.startsWith('inbox/enrollment/')
        await put(lake, key, isBare ? content.slice(content.indexOf('\n') + 1) : content)
      }
      const { exit, manifest } = await runIn(lake, { asOf: AS_OF })
      expect(exit).toBe(4)
      expect(found(JSON.stringify(manifest), canaries.values)).toEqual([])
    })
  })

  it('the texts of a request and its decision, and a night that applies it', async () => {
    await afterCanaryNight(async (folder, { exit }) => {
      expect(exit).toBe(0)
      const [lake, pipeline] = [path.join(folder, 'lake'), path.join(folder, 'lenient.yaml')]
      const secrets = ['reason', 'note', 'evidence', 'decision', 'member'].map(
        (name) => `SECRET${name}`,
      )
      const [reason = '', note = '', evidence = '', decision = '', member = ''] = secrets
      const at = ['--lake', lake, '--pipeline', pipeline]
      const due = { practice_id: 'K1', member_id: member, due_date: '2026-08-01', evidence, reason }
      const requests: readonly object[] = [
        {
          kind: 'assign_patient',
          request_id: 'R1',
          member_id: member,
          provider_id: 'P1',
          reason: 'transition',
          note,
        },
        { kind: 'attribution_dispute', request_id: 'R2', note, ...due },
      ]
      const write = (rows: readonly object[]): Promise<void> =>
        put(
          folder,
          'requests.ndjson',
          rows.map((row) => `${JSON.stringify({ requested_by: 'Ada', ...row })}\n`).join(''),
        )
      const file = path.join(folder, 'requests.ndjson')
      await write([...requests, { ...requests[1], request_id: 'R3', due_date: evidence, note: 7 }])
      const refused = await empanel(['request', ...at, '--file', file, '--yes'], folder)
      expect(refused.exit).toBe(4)
      await write(requests)
      const ended = [
        refused,
        await empanel(['request', ...at, '--file', file, '--yes'], folder),
        await empanel(['approve', 'R1', 'R2', ...at, '--by', 'Max', '--reason', decision], folder),
        await empanel(['requests', ...at], folder),
        await empanel(['verify', ...at.slice(0, 2)], folder),
      ]
      expect(ended.slice(1).map(({ exit }) => exit)).toEqual([0, 0, 0, 0])
      expect(ended[0]?.stdout).toBe('')
      expect(found(ended.map(({ stderr }) => stderr).join('\n'), secrets)).toEqual([])
      const night = await nightIn(folder, '2026-07-01', pipeline)
      expect(night.exit).toBe(0)
      await expectNoLeaks(night)
      expect(found(night.shown + [...night.names, ...night.titles].join('\n'), secrets)).toEqual([])
    })
  }, 300_000)

  it('a night that fails unexpectedly', async () => {
    await afterCanaryNight(async (folder) => {
      const runs = path.join(folder, 'lake/runs')
      const [first = ''] = await readdir(runs)
      await truncate(path.join(runs, first, 'publication/registry.parquet'), 200)
      const night = await nightIn(folder, '2026-07-01', path.join(folder, 'lenient.yaml'))
      expect(night.exit).toBe(1)
      await expectNoLeaks(night)
    })
  })
})
