import fc from 'fast-check'
import { expect, it } from 'vitest'
import { book, bookOf } from '../../src/requests/book.ts'
import { addDays } from '../../src/base/days.ts'
import type { Decision, Entry } from '../../src/requests/entry.ts'
import { BookDraft } from '../../src/requests/book-draft.ts'
import { decision, request } from './entries.ts'

const FIRST = '2028-02-20'
const DAYS = 40

const day = fc.integer({ min: 0, max: DAYS }).map((days) => addDays(FIRST, days))
const oneOf = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values)
const some = (...values: string[]): fc.Arbitrary<string[]> => fc.subarray(values, { minLength: 1 })

const term = fc.record(
  { effective_date: day, end_date: day, retroactive: fc.constant(true) },
  { requiredKeys: [] },
)

const start = fc.record(
  { effective_date: day, retroactive: fc.constant(true) },
  { requiredKeys: [] },
)

/** End dates before the start and retroactive requests from no day are refused before any book. */
const sound = ({
  effective_date: from,
  end_date: to,
  retroactive,
}: Partial<Record<string, unknown>>) =>
  !(typeof from === 'string' && typeof to === 'string' && to < from) && !(retroactive && !from)

const fields = fc.oneof(
  fc
    .tuple(fc.record({ member_id: oneOf('M1', 'M2'), provider_id: oneOf('P1', 'P2') }), term)
    .map(([who, when]) => ({ ...who, ...when, reason: 'patient_request' }))
    .filter(sound)
    .map((made) => ({ kind: 'assign_patient', ...made })),
  fc
    .tuple(fc.option(some('M1', 'M2', 'M3'), { nil: undefined }), start)
    .map(([members, when]) => ({ ...when, member_ids: members }))
    .filter(sound)
    .map((made) => ({
      kind: 'bulk_reassign',
      source_provider_id: 'P1',
      destination_provider_ids: ['P3'],
      reason: 'provider_leaving',
      ...made,
    })),
  fc.record({ number: fc.nat(9) }).map(({ number }) => ({
    kind: 'undo_reassign',
    for_request_id: `R${number}`,
    reason: 'a mistake',
  })),
  fc
    .tuple(fc.option(some('F1', 'F2'), { nil: undefined }), day, fc.integer({ min: 0, max: 10 }))
    .map(([facilities, from, days]) => ({
      kind: 'set_coverage',
      absent_provider_id: 'P1',
      covering_provider_ids: ['P2'],
      facility_ids: facilities,
      effective_date: from,
      end_date: addDays(from, days),
      reason: 'leave',
    })),
)

/** What people might write, in any order; much of it is refused. Decisions are made as time goes by. */
const history: fc.Arbitrary<Entry[]> = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constant('ask'), fc.nat(9), fields, fc.constant(0)),
      fc.tuple(oneOf('approve', 'reject', 'withdraw'), fc.nat(9), fc.constant({}), fc.nat(6)),
      fc.tuple(fc.constant('approve'), fc.nat(9), fc.constant({}), fc.nat(3)),
    ),
    { maxLength: 60 },
  )
  .map((steps) => {
    let today = FIRST
    return steps.map(([what, number, made, days]): Entry => {
      today = addDays(today, days)
      const id = `R${number}`
      return what === 'ask' ? request(id, made) : decision(id, what as Decision['decision'], today)
    })
  })

const accepted = (entries: readonly Entry[]): { draft: BookDraft; log: Entry[] } => {
  const draft = new BookDraft()
  return { draft, log: entries.filter((entry) => draft.add(entry) === undefined) }
}

const numRuns = Number(process.env.EMPANEL_PROPERTY_RUNS ?? 300)

it('replaying all requests gives the same book', () => {
  fc.assert(
    fc.property(history, day, (entries, on) => {
      const { draft, log } = accepted(entries)
      expect([...book(JSON.parse(JSON.stringify(log)), on)]).toEqual([...bookOf(draft, on)])
      expect([...book(entries, on)]).toEqual([...bookOf(draft, on)])
    }),
    { numRuns },
  )
})

it('at most one primary is in effect per member and day, and one request per key and day', () => {
  fc.assert(
    fc.property(history, (entries) => {
      const items = [...book(entries, FIRST).values()]
      for (let i = -5; i < DAYS + 5; i++) {
        const on = addDays(FIRST, i)
        const keys = items.flatMap(({ held }) =>
          held.filter(({ from, to }) => from <= on && on <= to).map(({ key }) => key),
        )
        expect(new Set(keys).size).toBe(keys.length)
      }
    }),
    { numRuns },
  )
})

it('the last approved request is in effect as requested, unless it was withdrawn', () => {
  fc.assert(
    fc.property(history, (entries) => {
      const { draft } = accepted(entries)
      const last = accepted(entries)
        .log.filter((entry) => entry.kind === 'decision')
        .findLast((entry) => entry.decision === 'approve')
      const item = last && bookOf(draft, FIRST).get(last.request_id)
      if (!item || item.decisions.length > 1) return
      expect(item.superseded_by).toEqual([])
    }),
    { numRuns },
  )
})

it('an approval never changes a day before it, unless the request is retroactive', () => {
  fc.assert(
    fc.property(history, (entries) => {
      const { draft } = accepted(entries)
      for (const { request: made, decisions, held } of bookOf(draft, FIRST).values()) {
        if ('retroactive' in made && made.retroactive) continue
        const on = decisions.find(({ decision }) => decision === 'approve')?.on ?? ''
        expect(held.every(({ from }) => from >= on)).toBe(true)
      }
    }),
    { numRuns },
  )
})
