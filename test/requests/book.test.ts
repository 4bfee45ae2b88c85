import { describe, expect, it } from 'vitest'
import { type BookItem, book } from '../../src/requests/book.ts'
import type { Entry } from '../../src/requests/entry.ts'
import { BookDraft } from '../../src/requests/book-draft.ts'
import { approve, approved, decision, request } from './entries.ts'

const seen = (entries: readonly Entry[], on: string, id = 'R1'): BookItem | undefined =>
  book(entries, on).get(id)

/** Why the last of these entries is refused; the others are not. */
const refusalOf = (...entries: Entry[]): string | undefined => {
  const draft = new BookDraft()
  return entries
    .map((entry) => draft.add(entry))
    .reduce((before, refusal) => {
      expect(before).toBeUndefined()
      return refusal
    })
}

const july = { effective_date: '2026-07-01', end_date: '2026-07-31' }

describe('the state of a request', () => {
  it('is pending until someone decides', () => {
    expect(seen([request('R1')], '2030-01-01')).toMatchObject({ state: 'pending', from: null })
  })

  it('stays rejected or withdrawn', () => {
    expect(seen([request('R1'), decision('R1', 'reject', '2026-06-02')], '2026-07-01')?.state).toBe(
      'rejected',
    )
    const own = decision('R1', 'withdraw', '2026-06-02', { by: 'Ada', role: 'requester' })
    expect(seen([request('R1'), own], '2026-07-01')?.state).toBe('withdrawn')
  })

  it.each([
    ['2026-06-30', 'scheduled'],
    ['2026-07-01', 'in_force'],
    ['2026-07-31', 'in_force'],
    ['2026-08-01', 'ended'],
  ])('on %s is %s, where it was approved for July', (on, state) => {
    expect(seen(approved('R1', '2026-06-02', july), on)?.state).toBe(state)
  })

  it('is in force on a single day if it starts and ends on that day', () => {
    const entries = approved('R1', '2026-06-02', { ...july, end_date: '2026-07-01' })
    expect(seen(entries, '2026-07-01')?.state).toBe('in_force')
    expect(seen(entries, '2026-07-02')?.state).toBe('ended')
  })

  it('is only approved for a dispute, which has no days in effect', () => {
    const dispute = {
      kind: 'attribution_dispute',
      practice_id: 'K1',
      member_id: 'M1',
      evidence: 'a visit',
      due_date: '2026-07-31',
      reason: 'seen here only',
    }
    expect(seen(approved('R1', '2026-06-02', dispute), '2026-06-01')?.state).toBe('approved')
  })

  it('is approved for a release, which is its own decision', () => {
    const release = { kind: 'release', run_id: 'X', reason: 'a plan left' }
    expect(seen([request('R1', release)], '2026-06-01')?.state).toBe('approved')
    expect(refusalOf(request('R1', release), approve('R1', '2026-06-02'))).toMatch(/is a release/)
  })
})

describe('the first day', () => {
  it('is the day of the approval if the request names none', () => {
    expect(seen(approved('R1', '2026-06-02'), '2026-06-02')).toMatchObject({
      state: 'in_force',
      from: '2026-06-02',
      to: null,
      late: false,
    })
  })

  it('is the day of the approval if that is after the effective date, and the request is marked late', () => {
    expect(seen(approved('R1', '2026-07-10', july), '2026-07-10')).toMatchObject({
      state: 'in_force',
      from: '2026-07-10',
      to: '2026-07-31',
      late: true,
    })
  })

  it('is not late if the approval is on the effective date itself', () => {
    expect(seen(approved('R1', '2026-07-01', july), '2026-07-01')).toMatchObject({ late: false })
  })

  it('stays in the past for a retroactive request, which only an administrator approves', () => {
    const asked = { ...july, retroactive: true }
    expect(seen(approved('R1', '2026-07-10', asked), '2026-07-01')).toMatchObject({
      state: 'in_force',
      from: '2026-07-01',
      late: false,
    })
    expect(
      refusalOf(request('R1', asked), approve('R1', '2026-07-10', { role: 'manager' })),
    ).toMatch(/an administrator/)
  })

  it('is refused if the last day is before the approval', () => {
    expect(refusalOf(...approved('R1', '2026-08-01', july))).toMatch(/end before it starts/)
  })
})

describe('of two requests that conflict', () => {
  const first = approved('R1', '2026-06-01')

  it('the one approved later takes over from its date, and both record it', () => {
    const entries = [...first, ...approved('R2', '2026-06-02', { provider_id: 'P3', ...july })]
    expect(seen(entries, '2026-06-30')).toMatchObject({
      state: 'in_force',
      to: '2026-06-30',
      superseded_by: ['R2'],
    })
    expect(seen(entries, '2026-07-01')?.state).toBe('superseded')
    expect(seen(entries, '2026-07-01', 'R2')).toMatchObject({
      state: 'in_force',
      supersedes: ['R1'],
    })
  })

  it('the earlier one does not resume when the later one ends', () => {
    const entries = [...first, ...approved('R2', '2026-06-02', july)]
    expect(seen(entries, '2026-09-01')?.state).toBe('superseded')
  })

  it('the order of approval counts, not the order of requests', () => {
    const entries = [
      request('R2', july),
      request('R1', { effective_date: '2026-06-15' }),
      approve('R1', '2026-06-02'),
      approve('R2', '2026-06-03'),
    ]
    expect(seen(entries, '2026-07-15', 'R2')?.state).toBe('in_force')
    expect(seen(entries, '2026-07-15')?.state).toBe('superseded')
  })

  it('one approved later that starts first replaces the other entirely', () => {
    const entries = [
      ...approved('R1', '2026-06-01', july),
      ...approved('R2', '2026-06-02', { effective_date: '2026-06-15' }),
    ]
    expect(seen(entries, '2026-06-10')).toMatchObject({ state: 'superseded', from: null, to: null })
  })

  it('the one approved later is refused if both start on the same day', () => {
    expect(
      refusalOf(...approved('R1', '2026-06-01', july), ...approved('R2', '2026-06-02', july)),
    ).toMatch(/R2 conflicts with R1, which starts on the same day, 2026-07-01/)
  })

  it('both stay in effect on different days, or in another role or specialty', () => {
    const specialist = { role: 'specialist', specialty: 'psychiatry' }
    const entries = [
      ...approved('R1', '2026-06-01', july),
      ...approved('R2', '2026-06-02', { effective_date: '2026-08-01' }),
      ...approved('R3', '2026-06-02', { ...july, ...specialist }),
      ...approved('R4', '2026-06-02', { ...july, role: 'specialist', specialty: 'wound care' }),
      ...approved('R5', '2026-06-02', { ...july, member_id: 'M2' }),
    ]
    expect([...book(entries, '2026-07-15').values()].map(({ state }) => state)).toEqual(
      'in_force scheduled in_force in_force in_force'.split(' '),
    )
  })

  it('an absent provider has one coverage per scope: all, a facility, a member', () => {
    const leave = {
      kind: 'set_coverage',
      absent_provider_id: 'P1',
      covering_provider_ids: ['P2'],
      reason: 'leave',
      ...july,
    }
    const entries = [
      ...approved('R1', '2026-06-01', leave),
      ...approved('R2', '2026-06-01', { ...leave, facility_ids: ['F1', 'F2'] }),
      ...approved('R3', '2026-06-01', {
        ...leave,
        facility_ids: ['F2'],
        effective_date: '2026-07-10',
      }),
    ]
    expect(seen(entries, '2026-07-15')).toMatchObject({ state: 'in_force', superseded_by: [] })
    expect(seen(entries, '2026-07-15', 'R2')).toMatchObject({
      state: 'in_force',
      superseded_by: ['R3'],
      held: [{ to: '2026-07-31' }, { to: '2026-07-09' }],
    })
  })
})

describe('a bulk move', () => {
  const move = {
    kind: 'bulk_reassign',
    source_provider_id: 'P2',
    destination_provider_ids: ['P3'],
    effective_date: '2026-07-01',
    reason: 'provider_leaving',
  }

  it('of listed members replaces their own assignments, and later ones replace it', () => {
    const entries = [
      ...approved('R1', '2026-06-01'),
      ...approved('R2', '2026-06-02', { ...move, member_ids: ['M1', 'M2'] }),
      ...approved('R3', '2026-06-03', { effective_date: '2026-07-10', member_id: 'M2' }),
    ]
    expect(seen(entries, '2026-07-01')).toMatchObject({
      state: 'superseded',
      superseded_by: ['R2'],
    })
    expect(seen(entries, '2026-07-15', 'R2')).toMatchObject({
      state: 'in_force',
      held: [
        { scope_id: 'M1', superseded_by: null },
        { scope_id: 'M2', to: '2026-07-09', superseded_by: 'R3' },
      ],
    })
  })

  it('of all members of a provider ends the assignments to that provider, and no others', () => {
    const entries = [
      ...approved('R1', '2026-06-01'),
      ...approved('R2', '2026-06-01', { member_id: 'M2', provider_id: 'P9' }),
      ...approved('R3', '2026-06-02', move),
    ]
    expect(seen(entries, '2026-07-01')?.superseded_by).toEqual(['R3'])
    expect(seen(entries, '2026-07-01', 'R2')?.state).toBe('in_force')
  })
})

describe('withdrawing', () => {
  it('before the first day cancels it, and what it had superseded resumes', () => {
    const entries = [
      ...approved('R1', '2026-06-01'),
      ...approved('R2', '2026-06-02', july),
      decision('R2', 'withdraw', '2026-06-20'),
    ]
    expect(seen(entries, '2026-07-15')).toMatchObject({ state: 'in_force', superseded_by: [] })
    expect(seen(entries, '2026-06-01', 'R2')).toMatchObject({ state: 'withdrawn', from: null })
  })

  it('after the first day ends it the day before, and what it superseded stays superseded', () => {
    const entries = [
      ...approved('R1', '2026-06-01'),
      ...approved('R2', '2026-06-02', july),
      decision('R2', 'withdraw', '2026-07-15'),
    ]
    expect(seen(entries, '2026-07-14', 'R2')).toMatchObject({ state: 'in_force', to: '2026-07-14' })
    expect(seen(entries, '2026-07-15', 'R2')?.state).toBe('withdrawn')
    expect(seen(entries, '2026-07-15')?.state).toBe('superseded')
  })

  it('is open to the requester, a manager and an administrator only', () => {
    const withdraw = decision('R1', 'withdraw', '2026-06-20', { by: 'Eve', role: 'requester' })
    expect(refusalOf(request('R1'), withdraw)).toMatch(/withdrawn by its requester/)
  })

  it.each([
    ['ended', [...approved('R1', '2026-06-01', july)], /R1 has already ended/],
    [
      'superseded',
      [...approved('R1', '2026-06-01'), ...approved('R2', '2026-06-02')],
      /R1 has already been superseded/,
    ],
    [
      'rejected',
      [request('R1'), decision('R1', 'reject', '2026-06-02')],
      /R1 was already rejected, by Max on 2026-06-02/,
    ],
  ] as const)('is refused where it is %s', (_, entries, message) => {
    expect(refusalOf(...entries, decision('R1', 'withdraw', '2026-09-01'))).toMatch(message)
  })
})

describe('a decision is refused', () => {
  it.each([
    ['on one’s own request', { by: 'Ada' }, /own request/],
    ['on one’s own request under another spelling', { by: ' aDA' }, /own request/],
    ['by a person who may only request', { role: 'requester' }, /a manager or an administrator/],
  ] as const)('%s', (_, who, message) => {
    expect(refusalOf(request('R1'), approve('R1', '2026-06-02', who))).toMatch(message)
  })

  it('if there is one already', () => {
    expect(refusalOf(...approved('R1', '2026-06-02'), approve('R1', '2026-06-03'))).toMatch(
      /R1 was already approved, by Max on 2026-06-02/,
    )
  })

  it('on a request that does not exist, with a suggestion', () => {
    expect(refusalOf(request('REQ-101'), approve('REQ-110', '2026-06-02'))).toMatch(
      /no request REQ-110. Did you mean "REQ-101"/,
    )
  })
})

it('handles leap days and month ends', () => {
  const leap = { effective_date: '2028-02-29' }
  const entries = [
    ...approved('R1', '2028-01-01', { effective_date: '2028-01-31' }),
    ...approved('R2', '2028-01-02', leap),
    ...approved('R3', '2028-01-03', { effective_date: '2028-03-01' }),
  ]
  const ends = [...book(entries, '2028-03-01').values()].map(({ from, to }) => [from, to])
  expect(ends).toEqual([
    ['2028-01-31', '2028-02-28'],
    ['2028-02-29', '2028-02-29'],
    ['2028-03-01', null],
  ])
})

describe('undoing a move', () => {
  const move = {
    kind: 'bulk_reassign',
    source_provider_id: 'P1',
    destination_provider_ids: ['P2'],
    reason: 'provider_leaving',
  }
  const undo = { kind: 'undo_reassign', for_request_id: 'R1', reason: 'they stay after all' }

  it('supersedes the move from its first day, and both record it', () => {
    const all = [...approved('R1', '2026-06-01', move), ...approved('R2', '2026-06-10', undo)]
    expect(seen(all, '2026-06-20')).toMatchObject({
      state: 'superseded',
      to: '2026-06-09',
      superseded_by: ['R2'],
    })
    expect(seen(all, '2026-06-20', 'R2')).toMatchObject({ state: 'in_force', supersedes: ['R1'] })
  })

  it('leaves another move of the same provider alone', () => {
    const later = { ...move, effective_date: '2026-07-01' }
    const all = [
      ...approved('R1', '2026-06-01', move),
      ...approved('R3', '2026-06-02', later),
      ...approved('R2', '2026-06-10', undo),
    ]
    expect(seen(all, '2026-07-02', 'R3')).toMatchObject({ state: 'in_force', superseded_by: [] })
  })

  it('ends a move of listed members for all of them', () => {
    const named = { ...move, member_ids: ['M1', 'M2'] }
    const all = [...approved('R1', '2026-06-01', named), ...approved('R2', '2026-06-10', undo)]
    expect(seen(all, '2026-06-20')?.held.map(({ to }) => to)).toEqual(['2026-06-09', '2026-06-09'])
  })

  it('is refused for an unknown request or one of another kind', () => {
    expect(refusalOf(request('R2', undo))).toMatch(
      /expected a bulk_reassign, found no such request/,
    )
    expect(refusalOf(request('R1'), request('R2', undo))).toMatch(/found assign_patient/)
  })

  it('is refused for a move that is not approved, or that starts on the same day', () => {
    expect(
      refusalOf(request('R1', move), request('R2', undo), approve('R2', '2026-06-02')),
    ).toMatch(/R1, which is not approved/)
    expect(
      refusalOf(
        ...approved('R1', '2026-06-01', move),
        request('R2', undo),
        approve('R2', '2026-06-01'),
      ),
    ).toMatch(/conflicts with R1, which starts on the same day/)
  })

  it('is refused twice on the same day', () => {
    const all = [...approved('R1', '2026-06-01', move), ...approved('R2', '2026-06-10', undo)]
    expect(refusalOf(...all, request('R3', undo), approve('R3', '2026-06-10'))).toMatch(
      /conflicts with R2/,
    )
  })
})
