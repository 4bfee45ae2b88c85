import { describe, expect, it } from 'vitest'
import { book } from '../../src/requests/book.ts'
import { bookRows } from '../../src/requests/rows.ts'
import { approved, decision, request } from './entries.ts'

const july = { effective_date: '2026-07-01', end_date: '2026-07-31' }

describe('the book as rows', () => {
  it('has the days on which an assignment is in effect after later ones, and none that never begins', () => {
    const rows = bookRows(
      book(
        [
          ...approved('R1', '2026-06-01'),
          ...approved('R2', '2026-06-02', { ...july, provider_id: 'P3' }),
          ...approved('R3', '2026-06-03', { ...july, member_id: 'M2' }),
          decision('R3', 'withdraw', '2026-06-04'),
          request('R4', { member_id: 'M3' }),
        ],
        '2026-07-15',
      ),
    )
    expect(rows.patient_assignment).toEqual([
      expect.objectContaining({
        request_id: 'R1',
        member_id: 'M1',
        provider_id: 'P2',
        role: 'primary',
        specialty: null,
        from_date: '2026-06-01',
        to_date: '2026-06-30',
        superseded_by: 'R2',
        approved_on: '2026-06-01',
      }),
      expect.objectContaining({ request_id: 'R2', to_date: '2026-07-31', superseded_by: null }),
    ])
    expect(rows.request.map(({ request_id: id, state }) => [id, state])).toEqual([
      ['R1', 'superseded'],
      ['R2', 'in_force'],
      ['R3', 'withdrawn'],
      ['R4', 'pending'],
    ])
  })

  it('has one row per covering provider and part of the scope', () => {
    const leave = {
      kind: 'set_coverage',
      absent_provider_id: 'P1',
      covering_provider_ids: ['P2', 'P3'],
      facility_ids: ['F1', 'F2'],
      reason: 'leave',
      ...july,
    }
    const { coverage } = bookRows(book(approved('R1', '2026-06-01', leave), '2026-07-01'))
    expect(
      coverage.map((row) => [row.covering_rank, row.covering_provider_id, row.scope, row.scope_id]),
    ).toEqual([
      [1, 'P2', 'facility', 'F1'],
      [2, 'P3', 'facility', 'F1'],
      [1, 'P2', 'facility', 'F2'],
      [2, 'P3', 'facility', 'F2'],
    ])
  })

  it('has a row per listed member of a move, and its destinations', () => {
    const move = {
      kind: 'bulk_reassign',
      source_provider_id: 'P1',
      member_ids: ['M1', 'M2'],
      destination_provider_ids: ['P2', 'P3'],
      distribution: 'evenly',
      reason: 'load_balancing',
    }
    const rows = bookRows(book(approved('R1', '2026-06-01', move), '2026-07-01'))
    expect(rows.bulk_move.map(({ scope, scope_id: id }) => [scope, id])).toEqual([
      ['member', 'M1'],
      ['member', 'M2'],
    ])
    expect(rows.bulk_destination.map((row) => row.provider_id)).toEqual(['P2', 'P3'])
  })

  it('has the destination of each move that is listed one by one', () => {
    const move = {
      kind: 'bulk_reassign',
      moves: [
        { member_id: 'M1', provider_id: 'P2', from_provider_id: 'P1' },
        { member_id: 'M2', provider_id: 'P3' },
      ],
      reason: 'load_balancing',
    }
    const undo = { kind: 'undo_reassign', for_request_id: 'R1', reason: 'a mistake' }
    const rows = bookRows(
      book(
        [...approved('R1', '2026-06-01', move), ...approved('R2', '2026-06-02', undo)],
        '2026-07-01',
      ),
    )
    expect(
      rows.bulk_move.map((row) => [
        row.scope_id,
        row.source_provider_id,
        row.destination_provider_id,
        row.superseded_by,
      ]),
    ).toEqual([
      ['M1', 'P1', 'P2', 'R2'],
      ['M2', null, 'P3', 'R2'],
    ])
    expect(rows.bulk_undo).toMatchObject([{ request_id: 'R2', for_request_id: 'R1' }])
  })

  it('has 30 days of emergency coverage after a dismissal, across a leap day', () => {
    const dismissal = { kind: 'dismiss_member', provider_id: 'P1', member_id: 'M1', reason: 'x' }
    const { dismissal: rows } = bookRows(
      book(approved('R1', '2028-02-10', dismissal), '2028-02-10'),
    )
    expect(rows).toMatchObject([{ from_date: '2028-02-10', emergency_until: '2028-03-10' }])
  })
})
