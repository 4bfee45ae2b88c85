import { describe, expect, it } from 'vitest'
import { requestKinds } from '../../src/requests/kinds.ts'
import { fieldsOf, parseRequest, parseText } from '../../src/requests/parse.ts'

const common = {
  request_id: 'R1',
  requested_by: 'Ada',
  requested_at: '2026-06-01T12:00:00Z',
}

const samples: Readonly<Record<string, object>> = {
  assign_facility: { facility_id: 'F1', provider_id: 'P1', reason: 'onboarding' },
  assign_patient: { member_id: 'M1', provider_id: 'P1', reason: 'transition' },
  set_coverage: {
    absent_provider_id: 'P1',
    covering_provider_ids: ['P2', 'P3'],
    effective_date: '2026-07-01',
    end_date: '2026-07-14',
    reason: 'vacation',
  },
  bulk_reassign: {
    source_provider_id: 'P1',
    destination_provider_ids: ['P2', 'P3'],
    distribution: 'by_room',
    reason: 'provider_leaving',
  },
  undo_reassign: { for_request_id: 'R0', reason: 'the wrong panel' },
  exception: {
    exception_type: 'temporary',
    validation: 'licensing',
    provider_id: 'P1',
    end_date: '2026-08-01',
    reason: 'renewal is filed',
  },
  panel_status: { provider_id: 'P1', panel_status: 'closed', reason: 'too busy' },
  panel_add: { provider_id: 'P1', member_id: 'M1', reason: 'a sister is a patient' },
  dismiss_member: { provider_id: 'P1', member_id: 'M1', reason: 'threats' },
  attribution_dispute: {
    practice_id: 'K1',
    member_id: 'M1',
    evidence: 'a visit of May 3',
    due_date: '2026-07-31',
    reason: 'seen here only',
  },
  release: { run_id: 'X', reason: 'a plan left' },
}

/** A move without source and destination. */
const unsaid = {
  source_provider_id: undefined,
  destination_provider_ids: undefined,
  distribution: undefined,
}

const problemsOf = (kind: string, change: object): readonly string[] => {
  const parsed = parseRequest({ kind, ...common, ...samples[kind], ...change })
  return 'problems' in parsed ? parsed.problems : []
}

describe('a request of each kind', () => {
  it('has a sample in this file', () => {
    expect(Object.keys(samples).toSorted()).toEqual([...requestKinds.keys()].toSorted())
  })

  it.each(Object.keys(samples))('%s parses, and its result parses to the same', (kind) => {
    const parsed = parseRequest({ kind, ...common, ...samples[kind] })
    expect(parsed).toHaveProperty('request.kind', kind)
    const again = parseRequest(JSON.parse(JSON.stringify('request' in parsed && parsed.request)))
    expect(again).toEqual(parsed)
  })

  it.each(Object.keys(samples))('%s parses the same from the cells of a CSV file', (kind) => {
    const record = { kind, ...common, ...samples[kind] }
    const cells = Object.entries(record).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join('|') : String(value),
    ])
    expect(parseText(Object.fromEntries(cells))).toEqual(parseRequest(record))
  })

  it.each(Object.keys(samples))('%s describes the meaning of each field', (kind) => {
    expect(fieldsOf(kind).filter(({ meaning }) => meaning === '')).toEqual([])
  })
})

describe('a request is refused', () => {
  it.each([
    ['without its requester', 'panel_add', { requested_by: undefined }, /requested_by is missing/],
    ['without a reason', 'panel_add', { reason: undefined }, /reason is missing/],
    [
      'for a reason that its kind does not allow',
      'set_coverage',
      { reason: 'golf' },
      /expected one of vacation, leave/,
    ],
    [
      'of February 30',
      'assign_patient',
      { effective_date: '2026-02-30' },
      /effective_date expected a calendar day/,
    ],
    [
      'of February 29 in a common year',
      'assign_patient',
      { end_date: '2026-02-29' },
      /end_date expected a calendar day/,
    ],
    [
      'of a date in American order',
      'assign_patient',
      { end_date: '02/28/2026' },
      /end_date expected a calendar day/,
    ],
    [
      'that ends before it starts',
      'set_coverage',
      { end_date: '2026-06-30' },
      /end_date expected a day on or after/,
    ],
    ['of an unknown kind', 'assign_patients', {}, /Did you mean "assign_patient"/],
    [
      'with a misspelled field',
      'panel_add',
      { membr_id: 'M2' },
      /membr_id is not a field.*Did you mean "member_id"/,
    ],
    [
      'with a field of another kind',
      'panel_add',
      { facility_id: 'F' },
      /facility_id is not a field of panel_add/,
    ],
    [
      'with a specialist without a specialty',
      'assign_patient',
      { role: 'specialist' },
      /specialty is missing/,
    ],
    [
      'with a specialty of a primary provider',
      'assign_patient',
      { specialty: 'psychiatry' },
      /is for the role specialist only/,
    ],
    [
      'whose absent provider covers',
      'set_coverage',
      { covering_provider_ids: ['P1'] },
      /includes the absent provider/,
    ],
    [
      'of two scopes',
      'set_coverage',
      { facility_ids: ['F'], member_ids: ['M'] },
      /either facility_ids or member_ids/,
    ],
    [
      'that lists its moves and names a source',
      'bulk_reassign',
      { moves: [{ member_id: 'M1', provider_id: 'P2' }] },
      /source_provider_id is not allowed with moves/,
    ],
    [
      'that moves a member twice',
      'bulk_reassign',
      {
        ...unsaid,
        moves: [
          { member_id: 'M1', provider_id: 'P2' },
          { member_id: 'M1', provider_id: 'P3' },
        ],
      },
      /moves lists a member twice/,
    ],
    [
      'that distributes moves listed one by one',
      'bulk_reassign',
      { ...unsaid, distribution: 'evenly', moves: [{ member_id: 'M1', provider_id: 'P2' }] },
      /expected no distribution/,
    ],
    [
      'that moves without a destination',
      'bulk_reassign',
      { destination_provider_ids: undefined },
      /destination_provider_ids is missing/,
    ],
    [
      "that would put a facility's practice first",
      'bulk_reassign',
      { source_provider_id: undefined, source_facility_id: 'F1', same_practice_first: true },
      /same_practice_first is for a source provider only/,
    ],
    ['that undoes nothing', 'undo_reassign', { for_request_id: undefined }, /is missing/],
    [
      'that moves without a source',
      'bulk_reassign',
      { source_provider_id: undefined },
      /found neither/,
    ],
    [
      'that moves to its source',
      'bulk_reassign',
      { destination_provider_ids: ['P1', 'P2'] },
      /includes the provider whose members move/,
    ],
    [
      'that distributes over one destination',
      'bulk_reassign',
      { destination_provider_ids: ['P2'] },
      /expected one, for a single provider/,
    ],
    [
      'that gives several destinations without a distribution',
      'bulk_reassign',
      { distribution: 'one' },
      /expected evenly, by_room or nearest/,
    ],
    [
      'that names a destination twice',
      'bulk_reassign',
      { destination_provider_ids: ['P2', 'P2'] },
      /lists an id twice/,
    ],
    [
      'that locks without a reason',
      'bulk_reassign',
      { lock: true },
      /lock_reason is required with lock/,
    ],
    [
      'temporary without an end',
      'exception',
      { end_date: undefined },
      /end_date is required for a temporary/,
    ],
    [
      'an exception for nothing',
      'exception',
      { provider_id: undefined },
      /expected this or provider_id/,
    ],
    [
      'retroactive without a first day',
      'assign_patient',
      { retroactive: true },
      /needs its first day/,
    ],
    [
      'with an id on two lines',
      'panel_add',
      { member_id: 'M1\nM2' },
      /member_id expected an id on one line/,
    ],
    [
      'with a request id that is a path',
      'panel_add',
      { request_id: '../x' },
      /request_id expected letters/,
    ],
  ])('%s', (_, kind, change, message) => {
    expect(problemsOf(kind, change).join('; ')).toMatch(message)
  })

  it('without any of its data in the message', () => {
    const secret = 'M000123'
    const problems = Object.keys(samples).flatMap((kind) =>
      fieldsOf(kind).flatMap(({ name }) =>
        problemsOf(kind, { [name]: [`${secret}\n`], [secret]: 1 }),
      ),
    )
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.filter((problem) => problem.includes(secret))).toEqual([])
  })
})

describe('a request is accepted', () => {
  it.each([
    ['on a leap day', 'assign_patient', { effective_date: '2028-02-29' }],
    [
      'that lists its moves one by one',
      'bulk_reassign',
      { ...unsaid, moves: [{ member_id: 'M1', provider_id: 'P2', from_provider_id: 'P1' }] },
    ],
    ['that starts and ends on one day', 'set_coverage', { end_date: '2026-07-01' }],
    ['that ends on the last day of a month', 'set_coverage', { end_date: '2026-07-31' }],
  ])('%s', (_, kind, change) => {
    expect(problemsOf(kind, change)).toEqual([])
  })
})
