import { readFile, readdir, rm, truncate } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Canaries } from '../support/canaries.ts'
import { afterCanaryNight, canaries, writeCanaries } from '../support/canary-lake.ts'
import { csv, withFolder } from '../support/night.ts'
import { member, panel } from '../support/small-payer.ts'
import { type Watched, found, watched, watchedHere } from '../support/watched.ts'

vi.setConfig({ testTimeout: 600_000 })

const MEMBER = 'CANARYmember'
const AS_OF = '2026-06-30'

/** A lake with a canary in every column of every feed, and the commands that are run at it. */
interface Office {
  readonly folder: string
  readonly lake: string
  readonly pipeline: string
  /** Runs a command; its output may show the requested members and nothing else. */
  shown(exit: number, ...args: string[]): Promise<string>
  /** Runs a command whose output goes to logs too. */
  silent(exit: number, ...args: string[]): Promise<Watched>
  /** Runs a command as a process of its own, whose title is watched too. */
  apart(exit: number, ...args: string[]): Promise<string>
}

type Work = (at: Office) => Promise<void>

const officeIn = (folder: string): Office => {
  const lake = path.join(folder, 'lake')
  const run = async (look: typeof watchedHere, exit: number, args: readonly string[]) => {
    const seen = await look([...args, '--lake', lake], folder)
    expect([exit, seen.stderr]).toEqual([seen.exit, expect.any(String)])
    nothingIn([seen.stderr, ...seen.names, ...seen.titles])
    return seen
  }
  return {
    folder,
    lake,
    pipeline: path.join(folder, 'lenient.yaml'),
    shown: async (exit, ...args) => (await run(watchedHere, exit, args)).stdout,
    silent: async (exit, ...args) => {
      const seen = await run(watchedHere, exit, args)
      nothingIn([seen.stdout])
      return seen
    },
    apart: async (exit, ...args) => {
      const { stdout, titles } = await run(watched, exit, args)
      expect(titles).not.toEqual([])
      return stdout
    },
  }
}

const expectNoLeaks = (files: Canaries['files'], work: Work): Promise<void> =>
  withFolder(async (folder) => {
    await writeCanaries(folder, files)
    await work(officeIn(folder))
  })

const expectNoLeaksAfterNight = (work: Work): Promise<void> =>
  afterCanaryNight((folder) => work(officeIn(folder)))

const nothingIn = (texts: readonly string[]): void => {
  expect(found(texts.join('\n'), [...canaries.values, ...canaries.unmapped, 'SECRET'])).toEqual([])
}

describe('no command shows a value of a feed to an observer', () => {
  it('commands that read a night, replay it, close its month and prune', async () => {
    await expectNoLeaks(canaries.files, async ({ lake, pipeline, shown, silent, apart }) => {
      const night = ['--as-of', AS_OF]
      nothingIn([await apart(0, 'run', pipeline, ...night, '--only', 'ingest')])
      await silent(0, 'run', pipeline, ...night)
      const [id = ''] = await readdir(path.join(lake, 'runs'))
      expect(await shown(0, 'history', 'member', MEMBER)).toContain(MEMBER)
      expect(await apart(0, 'explain', 'member', MEMBER)).toContain(MEMBER)
      await shown(0, 'explain', 'member', MEMBER, '--provider', 'CANARY32locked_provider_id')
      await shown(0, 'explain', 'provider', 'P1', '--for', MEMBER)
      await silent(0, 'replay', id)
      await silent(0, 'runs')
      await silent(0, 'rebalance')
      await silent(0, 'close', '2026-06')
      await shown(0, 'quality-population', '2026', '--preliminary')
      await shown(0, 'export', 'publication.member_month')
      await silent(0, 'verify')
      await silent(0, 'prune', '--keep', '0', '--days', '0', '--cache', '--yes')
    })
  })

  it('commands that refuse, and commands that meet an unexpected file', async () => {
    await expectNoLeaksAfterNight(async ({ lake, silent }) => {
      const [id = ''] = await readdir(path.join(lake, 'runs'))
      const other = 'CANARY35id'
      await silent(2, 'explain', 'member', other)
      await silent(2, 'explain', 'provider', 'P1', '--for', other)
      await silent(2, 'history', 'member', other)
      await silent(2, 'quality-population', '2025')
      await silent(0, 'close', '2026-06')
      await silent(2, 'close', '2026-06')
      const closed = path.join(lake, 'closes/2026-06')
      for (const name of await readdir(closed)) {
        if (name.startsWith('member_month')) await truncate(path.join(closed, name), 200)
      }
      await silent(1, 'export', 'publication.member_month')
      const relation = (name: string): string => path.join(lake, 'runs', id, `${name}.parquet`)
      await truncate(relation('assignment/history'), 200)
      await silent(1, 'history', 'member', MEMBER)
      await silent(1, 'replay', id)
      await truncate(relation('staging/member'), 200)
      await silent(1, 'explain', 'member', MEMBER)
      await silent(1, 'rebalance')
      await rm(relation('staging/member'))
      await silent(1, 'explain', 'provider', 'P1', '--for', MEMBER)
    })
  })

  it('requests by options, decisions on them, and commands that show them', async () => {
    await expectNoLeaksAfterNight(async ({ pipeline, shown, silent, apart }) => {
      const desk = ['--pipeline', pipeline]
      const words = ['--note', 'SECRETnote', '--reason', 'transition']
      const ask = (id: string): string[] => [
        ...['request', 'assign-patient', '--request-id', id, '--by', 'Ada', '--member', MEMBER],
        ...['--provider', 'P1', ...words, '--yes', ...desk],
      ]
      const decide = (verdict: string, id: string): string[] => [
        ...[verdict, id, '--by', 'Max', '--reason', 'SECRETreason', ...desk],
      ]
      await apart(0, ...ask('R1'))
      await shown(0, ...ask('R2'))
      await silent(2, ...ask('R1'), '--end', '2030-08-01')
      await apart(0, ...decide('approve', 'R1'))
      await shown(0, ...decide('reject', 'R2'))
      await silent(2, ...decide('approve', 'R2'))
      await shown(0, ...decide('withdraw', 'R1'))
      await shown(0, 'requests', 'R1', ...desk)
      await shown(0, 'explain', 'request', 'R1')
      await silent(0, 'verify')
    })
  })

  it('moves that are proposed, requested, approved and carried out', async () => {
    const ids = Array.from({ length: 6 }, (_, i) => `SECRETmember${i}`)
    const crowded = {
      'inbox/enrollment/a.csv': csv(ids.map((id) => member(id, { last_name: `SECRET of ${id}` }))),
      'inbox/providers/a.csv': csv([panel('P1', { panel_capacity: '2' }), panel('P2')]),
      'inbox/current_assignments/a.csv': csv(
        ids.map((id) => ({
          member_id: id,
          provider_id: 'P1',
          effective_date: '2025-01-01',
          basis: 'geographic',
        })),
      ),
    }
    await expectNoLeaks(crowded, async ({ pipeline, shown, silent }) => {
      const desk = ['--pipeline', pipeline]
      await silent(0, 'run', pipeline, '--as-of', AS_OF)
      expect(await shown(0, 'rebalance', '--by', 'Ada', '--yes', ...desk)).toMatch(/P1/)
      const [line = ''] = (await shown(0, 'requests', ...desk)).split('\n')
      const [id = ''] = line.split(' ')
      await shown(0, 'approve', id, '--by', 'Max', '--reason', 'SECRETreason', ...desk)
      // Commands know today by the clock, and the night has to be after the approval.
      const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
      const later = tomorrow > '2026-07-01' ? tomorrow : '2026-07-01'
      await silent(0, 'run', pipeline, '--as-of', later)
      expect(await shown(0, 'history', 'provider', 'P2', ...desk)).toMatch(/joined +4 +reassigned/)
    })
  })

  it('a schedule: its log, heartbeat, status and metrics', async () => {
    await expectNoLeaks(canaries.files, async ({ folder, lake, pipeline }) => {
      const status = path.join(folder, 'status')
      const read = (name: string): Promise<string> =>
        readFile(path.join(status, name), 'utf8').catch(() => '')
      const seen = await watched(['schedule', pipeline, '--lake', lake], folder, () =>
        expect
          .poll(() => read('schedule.prom'), { timeout: 120_000 })
          .toContain('empanel_schedule_last_exit_code{pipeline="nightly"} 0'),
      )
      expect(seen.exit).toBe(0)
      expect(seen.stderr).toContain('private_note')
      const files = (await readdir(status)).toSorted()
      expect(files).toEqual(['heartbeat.json', 'run.prom', 'schedule.prom'])
      const kept = await Promise.all(files.map(read))
      nothingIn([seen.stdout, seen.stderr, ...seen.names, ...seen.titles, ...kept])
    })
  })
})
