import { describe, expect, it } from 'vitest'
import {
  type CoveragePart,
  type Term,
  coverageDays,
} from '../../../src/night/prepare/coverage-days.ts'
import { dayAfter } from '../../../src/base/days.ts'

const OPEN = '9999-12-31'
const always = { from: '2020-01-01', to: OPEN }
const rosterOf = (terms: Readonly<Record<string, Term>> = {}): Map<string, Term> =>
  new Map(Object.entries({ P1: always, P2: always, P3: always, P4: always, ...terms }))

const away = (
  absent: string,
  covering: string[],
  from: string,
  to: string,
  more: Partial<CoveragePart> = {},
): CoveragePart => ({
  request_id: `R-${absent}`,
  absent_provider_id: absent,
  scope: 'all',
  scope_id: '',
  covering,
  from,
  to,
  ...more,
})

/** The runs of one absent provider: `from..to` and who acts (`P4 via P2`), or each candidate's reason. */
const runsOf = (parts: CoveragePart[], absent = 'P1', roster = rosterOf()): string[] =>
  coverageDays(parts, roster)
    .filter(({ part }) => part.absent_provider_id === absent)
    .map(({ from, to, candidates }) => {
      const acting = candidates.find(({ reason }) => reason === null)
      const stopped = candidates.map((one) => `${one.provider_id} ${one.reason}`).join(', ')
      const via = acting?.via_provider_id ? ` via ${acting.via_provider_id}` : ''
      return `${from}..${to} ${acting ? `${acting.provider_id}${via}` : `no one: ${stopped}`}`
    })

describe('who acts for an absent provider', () => {
  it('the first covering provider acts from the first day to the last', () => {
    expect(runsOf([away('P1', ['P2', 'P3'], '2026-07-06', '2026-07-19')])).toEqual([
      '2026-07-06..2026-07-19 P2',
    ])
  })

  it('no one acts on the days when the only covering provider is absent', () => {
    const parts = [
      away('P1', ['P2'], '2026-07-06', '2026-07-19'),
      away('P2', ['P1'], '2026-07-10', '2026-07-12'),
    ]
    expect(runsOf(parts)).toEqual([
      '2026-07-06..2026-07-09 P2',
      '2026-07-10..2026-07-12 no one: P2 absent, P1 circle',
      '2026-07-13..2026-07-19 P2',
    ])
  })

  it('the next covering provider acts while the first is absent', () => {
    const parts = [
      away('P1', ['P2', 'P3'], '2026-07-06', '2026-07-19'),
      away('P2', ['P4'], '2026-07-01', '2026-07-10'),
    ]
    expect(runsOf(parts)).toEqual(['2026-07-06..2026-07-10 P3', '2026-07-11..2026-07-19 P2'])
  })

  it('a covering provider who is absent too is followed once', () => {
    const parts = [
      away('P1', ['P2'], '2026-07-06', '2026-07-19'),
      away('P2', ['P3', 'P4'], '2026-07-06', '2026-07-08'),
      away('P3', ['P4'], '2026-07-08', '2026-07-08'),
    ]
    expect(runsOf(parts)).toEqual([
      '2026-07-06..2026-07-07 P3 via P2',
      '2026-07-08..2026-07-08 P4 via P2',
      '2026-07-09..2026-07-19 P2',
    ])
  })

  it('is followed only once: a provider who is absent at the second step does not act', () => {
    const parts = [
      away('P1', ['P2'], '2026-07-06', '2026-07-06'),
      away('P2', ['P3'], '2026-07-06', '2026-07-06'),
      away('P3', ['P4'], '2026-07-06', '2026-07-06'),
    ]
    expect(runsOf(parts)).toEqual(['2026-07-06..2026-07-06 no one: P2 absent, P3 absent'])
    expect(runsOf(parts, 'P2')).toEqual(['2026-07-06..2026-07-06 P4 via P3'])
  })

  it('circular coverage is reported and not followed', () => {
    const parts = [
      away('P1', ['P2'], '2026-07-06', '2026-07-06'),
      away('P2', ['P1'], '2026-07-06', '2026-07-06'),
    ]
    expect(runsOf(parts)).toEqual(['2026-07-06..2026-07-06 no one: P2 absent, P1 circle'])
    expect(runsOf(parts, 'P2')).toEqual(['2026-07-06..2026-07-06 no one: P1 absent, P2 circle'])
  })

  it('covers only while on the roster, its first and last day included', () => {
    const roster = rosterOf({ P2: { from: '2026-07-07', to: '2026-07-10' } })
    expect(runsOf([away('P1', ['P2'], '2026-07-06', '2026-07-11')], 'P1', roster)).toEqual([
      '2026-07-06..2026-07-06 no one: P2 not_on_roster',
      '2026-07-07..2026-07-10 P2',
      '2026-07-11..2026-07-11 no one: P2 not_on_roster',
    ])
    roster.delete('P2')
    expect(runsOf([away('P1', ['P2', 'P3'], '2026-07-06', '2026-07-11')], 'P1', roster)).toEqual([
      '2026-07-06..2026-07-11 P3',
    ])
  })

  it('handles month ends, leap days and single days', () => {
    const parts = [
      away('P1', ['P2'], '2028-02-01', '2028-03-31'),
      away('P2', ['P3'], '2028-02-28', '2028-02-28'),
      away('P2', ['P4'], '2028-03-31', '2028-04-30', { request_id: 'R9' }),
    ]
    expect(runsOf(parts)).toEqual([
      '2028-02-01..2028-02-27 P2',
      '2028-02-28..2028-02-28 P3 via P2',
      '2028-02-29..2028-03-30 P2',
      '2028-03-31..2028-03-31 P4 via P2',
    ])
  })

  it('an absence at one facility or of one member counts for that part only, one of all for every part', () => {
    const facility = { scope: 'facility', scope_id: 'F1' }
    const parts = [
      away('P1', ['P2'], '2026-07-06', '2026-07-07'),
      away('P1', ['P2'], '2026-07-06', '2026-07-07', facility),
      away('P1', ['P2'], '2026-07-06', '2026-07-07', { scope: 'member', scope_id: 'M1' }),
      away('P2', ['P3'], '2026-07-06', '2026-07-07', facility),
      away('P2', ['P4'], '2026-07-07', '2026-07-07'),
    ]
    expect(runsOf(parts)).toEqual([
      '2026-07-06..2026-07-06 P2',
      '2026-07-07..2026-07-07 P4 via P2',
      '2026-07-06..2026-07-07 P3 via P2',
      '2026-07-06..2026-07-06 P2',
      '2026-07-07..2026-07-07 P4 via P2',
    ])
  })

  it('one member’s coverage without an end stays open and follows its provider’s own coverage', () => {
    const own = away('', ['P2'], '2026-07-06', OPEN, { scope: 'member', scope_id: 'M1' })
    expect(runsOf([own, away('P2', ['P3'], '2026-08-01', '2026-08-31')], '')).toEqual([
      '2026-07-06..2026-07-31 P2',
      '2026-08-01..2026-08-31 P3 via P2',
      `2026-09-01..${OPEN} P2`,
    ])
  })

  it('every day of a part is in exactly one run', () => {
    const parts = [
      away('P1', ['P2', 'P3'], '2026-07-06', '2026-07-19'),
      away('P2', ['P1', 'P4'], '2026-07-08', '2026-07-25'),
      away('P3', ['P4'], '2026-07-01', '2026-07-15'),
      away('P4', ['P2'], '2026-07-12', '2026-07-13'),
    ]
    const runs = coverageDays(parts, rosterOf())
    for (const { part, from, to } of runs) {
      for (const day of [from, to]) {
        const holding = runs.filter((run) => run.part === part && run.from <= day && day <= run.to)
        expect(holding).toHaveLength(1)
      }
    }
    for (const part of parts) {
      const own = runs.filter((run) => run.part === part)
      expect([own[0]?.from, own.at(-1)?.to]).toEqual([part.from, part.to])
      expect(own.slice(1).map(({ from }) => from)).toEqual(
        own.slice(0, -1).map(({ to }) => dayAfter(to)),
      )
    }
  })
})
