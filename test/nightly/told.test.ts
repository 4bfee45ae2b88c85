import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { RunResult } from '../../src/night/run.ts'
import { decideOn } from '../support/commands.ts'
import { type Desk, approve, ask, openDesk } from '../support/desk.ts'
import { csv, put, reading, runIn, withFolder, withoutGuardRails } from '../support/night.ts'
import { fill } from '../support/small-payer.ts'

const FEEDS = 'enrollment providers claims current_assignments notice_results'
const [FIRST, SECOND, THIRD] = ['2026-06-30', '2026-07-01', '2026-07-02']

const atDesk = (work: (desk: Desk) => Promise<void>): Promise<void> =>
  withFolder(async (folder) => {
    const desk = await openDesk(folder, FEEDS)
    await fill(desk.lake)
    await work(desk)
  })

const night = ({ lake, pipeline }: Desk, asOf: string): Promise<RunResult> =>
  runIn(lake, { asOf, pipeline, change: withoutGuardRails })

const rows = ({ lake }: Desk, result: RunResult, query: string): Promise<object[]> =>
  reading(lake, result, (engine) => engine.all(query))

it('an accepted dispute shows on the next list, while attribution stays as the rules have it', async () => {
  await atDesk(async (desk) => {
    const lists = `select practice_id, section, dispute from publication.registry
      where member_id = 'M1' order by 1`
    await ask(desk, '2026-06-20', 'attribution_dispute', 'D1', {
      practice_id: 'K1',
      member_id: 'M1',
      provider_id: 'P1',
      evidence: 'the chart',
      due_date: '2026-07-10',
      reason: 'seen here',
    })
    const first = await night(desk, FIRST)
    expect(await rows(desk, first, lists)).toEqual([
      { practice_id: 'K1', section: 'assigned_elsewhere_attributed', dispute: 'pending' },
      { practice_id: 'K2', section: 'attributed', dispute: null },
    ])
    await approve(desk, SECOND, ['D1'])
    const second = await night(desk, SECOND)
    expect(await rows(desk, second, lists)).toEqual([
      { practice_id: 'K1', section: 'attributed_by_dispute', dispute: 'accepted' },
      { practice_id: 'K2', section: 'attributed', dispute: null },
    ])
    const attributed = `select member_id, provider_id, attribution_type
      from attribution.attributed_provider order by 1`
    expect(await rows(desk, second, attributed)).toEqual(await rows(desk, first, attributed))
  })
})

it('a coverage is announced once to the acting provider and to the practice, and its withdrawal too', async () => {
  await atDesk(async (desk) => {
    const { lake } = desk
    const coverage = { absent_provider_id: 'P1', covering_provider_ids: 'P2', reason: 'vacation' }
    await ask(desk, '2026-06-20', 'set_coverage', 'C1', {
      ...coverage,
      effective_date: '2026-07-05',
      end_date: '2026-07-10',
    })
    await approve(desk, '2026-06-21', ['C1'])
    const issued = async ({ manifest }: RunResult): Promise<Record<string, unknown>[]> => {
      const file = path.join(lake, 'runs', manifest.run_id, 'outbox/notices.ndjson')
      const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean)
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    }
    const noticesOf = async (result: RunResult): Promise<unknown[]> =>
      (await issued(result)).flatMap((notice) =>
        String(notice['notice_type']).startsWith('coverage')
          ? [[notice['notice_type'], notice['recipient_id'], notice['due_date']]]
          : [],
      )
    const first = await night(desk, FIRST)
    expect(await noticesOf(first)).toEqual([
      ['coverage_starts', 'K1', '2026-07-03'],
      ['coverage_starts', 'P2', '2026-07-03'],
    ])
    const sent = (await issued(first)).map(({ notice_id: id }) => ({
      notice_id: id,
      sent_on: FIRST,
    }))
    await put(lake, `inbox/notice_results/${FIRST}.csv`, csv(sent))
    expect(await noticesOf(await night(desk, SECOND))).toEqual([])
    const clock = { now: () => new Date(`${THIRD}T12:00:00Z`) }
    await decideOn('withdraw', ['C1'], { ...desk, by: 'Ada', reason: 'stays' }, clock)
    expect(await noticesOf(await night(desk, THIRD))).toEqual([
      ['coverage_withdrawn', 'K1', '2026-07-03'],
      ['coverage_withdrawn', 'P2', '2026-07-03'],
    ])
  })
})
