import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../src/night/run.ts'
import { csv, put, reading, runIn, withoutGuardRails } from '../support/night.ts'
import { afterOneNight } from '../support/shared-nights.ts'
import { currentAssignments, enrollment, member } from '../support/small-payer.ts'

const [FIRST, SECOND, THIRD, LATER] = ['2026-06-30', '2026-07-01', '2026-07-02', '2026-07-09']

const night = (lake: string, asOf: string): Promise<RunResult> =>
  runIn(lake, { asOf, change: withoutGuardRails })

const rows = (lake: string, result: RunResult, query: string): Promise<object[]> =>
  reading(lake, result, (engine) => engine.all(query))

const loads = (lake: string, result: RunResult): Promise<object[]> =>
  rows(lake, result, 'select change_id, state, age_days from reconciliation.load order by 1')

/** The text of a file of the outbox. */
const outbox = async (lake: string, { manifest }: RunResult, name: string): Promise<string> => {
  const key = `outbox/${name}.ndjson`
  expect(manifest.outputs.map((output) => output.name)).toContain(key)
  return readFile(path.join(lake, 'runs', manifest.run_id, key), 'utf8')
}

const idsIn = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as Record<string, unknown>)['notice_id'])

const M2 = 'add:2025-01-01::P1:M2'
const M3 = 'add:2025-01-01::P1:M3'

const answers = (lake: string): Promise<void> =>
  put(
    lake,
    'inbox/load_results/2026-07-01.csv',
    csv([
      { change_id: M2, result: 'accepted', reason: '', answered_on: SECOND },
      { change_id: M3, result: 'rejected', reason: 'on hold', answered_on: SECOND },
    ]),
  )

const sent = (lake: string, day: string, ids: readonly unknown[], result = 'sent') =>
  put(
    lake,
    `inbox/notice_results/${day}.csv`,
    csv(ids.map((notice_id) => ({ notice_id, sent_on: day, channel: 'mail', result }))),
  )

describe('the loop with the core system', () => {
  it('a change is proposed, answered, and gone when the system of record shows it', async () => {
    await afterOneNight(async (lake, first) => {
      expect(await loads(lake, first)).toEqual([
        { change_id: M2, state: 'new', age_days: 0 },
        { change_id: M3, state: 'new', age_days: 0 },
      ])
      await answers(lake)
      const second = await night(lake, SECOND)
      expect(await loads(lake, second)).toEqual([
        { change_id: M2, state: 'accepted_not_shown', age_days: 1 },
        { change_id: M3, state: 'rejected', age_days: 1 },
      ])
      expect(second.manifest.controlTotals).toMatchObject({
        'load_state.rejected': 1,
        'alert.load_rejected': 1,
      })
      const loaded = ['M2', 'M3'].map((id) => ({
        member_id: id,
        provider_id: 'P1',
        effective_date: '2025-01-01',
        basis: 'geographic',
      }))
      const record = csv([...currentAssignments, ...loaded])
      await put(lake, `inbox/current_assignments/${THIRD}.csv`, record)
      const third = await night(lake, THIRD)
      expect(await loads(lake, third)).toEqual([])
      expect(third.manifest.controlTotals['alert.load_rejected']).toBeUndefined()
      expect(await outbox(lake, third, 'notices')).toBe('')
      expect(await outbox(lake, third, 'withdrawn')).toBe('')
    })
  })
})

describe('notices', () => {
  it('are issued once a change, to the member and the PMP; what is only confirmed is no change', async () => {
    await afterOneNight(async (lake, first) => {
      const issued = await outbox(lake, first, 'notices')
      expect(idsIn(issued)).toEqual([
        `member_joins:provider:P1:${M2}`,
        `member_joins:provider:P1:${M3}`,
        `pmp_assigned:member:M2:${M2}`,
        `pmp_assigned:member:M3:${M3}`,
      ])
      expect(JSON.parse(issued.split('\n')[2] ?? '')).toMatchObject({
        recipient_name: 'Given Family M2',
        provider_name: 'Provider P1',
        effective_date: '2025-01-01',
        due_date: '2026-07-07',
        id_card_due: '2026-07-10',
        how_to_change: expect.stringContaining('choose another'),
      })
      const again = await night(lake, FIRST)
      expect(await outbox(lake, again, 'notices')).toBe(issued)
      expect(await outbox(lake, await night(lake, SECOND), 'notices')).toBe('')
    })
  })

  it('are confirmed by notice_results, and late when they were not sent', async () => {
    await afterOneNight(async (lake, first) => {
      const [a, b, c] = idsIn(await outbox(lake, first, 'notices'))
      await sent(lake, SECOND, [a, b])
      await sent(lake, THIRD, [c], 'failed')
      const state = 'select state, is_late from publication.notice order by notice_id'
      const later = await night(lake, LATER)
      expect(await rows(lake, later, state)).toEqual([
        { state: 'sent', is_late: false },
        { state: 'sent', is_late: false },
        { state: 'failed', is_late: true },
        { state: 'open', is_late: true },
      ])
      const late = `select subject_id, detail from publication.alert where alert_type = 'notice_late' order by 1`
      expect(await rows(lake, later, late)).toEqual([
        {
          subject_id: 'M2',
          detail: '1 not sent, the first was due on 2026-07-07; sending failed for 1',
        },
        { subject_id: 'M3', detail: '1 not sent, the first was due on 2026-07-07' },
      ])
    })
  })

  it('of a change that is reversed before sending are withdrawn; after sending the same people get another', async () => {
    await afterOneNight(async (lake, first) => {
      const ids = idsIn(await outbox(lake, first, 'notices'))
      const joins = `member_joins:provider:P1:${M3}`
      await sent(lake, FIRST, [joins])
      const left = enrollment.map((row) =>
        row['member_id'] === 'M3' ? member('M3', { coverage_end: FIRST }) : row,
      )
      await put(lake, `inbox/enrollment/${SECOND}.csv`, csv(left))
      const second = await night(lake, SECOND)
      expect(idsIn(await outbox(lake, second, 'withdrawn'))).toEqual([
        `pmp_assigned:member:M3:${M3}`,
      ])
      expect(idsIn(await outbox(lake, second, 'notices'))).toEqual([
        `member_leaves:provider:P1:back:${SECOND}:P1::M3`,
      ])
      const third = await night(lake, THIRD)
      expect(await outbox(lake, third, 'notices')).toBe('')
      expect(await outbox(lake, third, 'withdrawn')).toBe('')
      const all = await rows(lake, third, 'select notice_id from publication.notice')
      expect(all).toHaveLength(ids.length + 1)
    })
  })
})
