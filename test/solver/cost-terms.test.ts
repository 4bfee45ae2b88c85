import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NONE } from '../../src/solver/problem.ts'
import { solveGeographic } from '../../src/solver/solve-geographic.ts'
import { optimum } from './linear-programme.ts'
import { allowed, member, miles, panel } from './random-problem.ts'
import {
  type Offers,
  type Terms,
  type Weights,
  type Wishes,
  atStake,
  costOf,
  payersWithTerms,
  problemWith,
} from './random-terms.ts'

const noWeights: Weights = { beyond: 0, household: 0, relationship: 0, language: 0, tier: 0 }
const noWishes: Wishes = { standard: 30, language: NONE, household: [], known: [] }
const noOffers: Offers = { languages: [], tier: 1 }

describe('one member, a panel nearby and one seven miles farther', () => {
  const panels = [panel('far', { place: [0.2, 0] }), panel('near', { place: [0.1, 0] })]
  const given = (weights: Partial<Weights>, wish: Partial<Wishes>, far: Partial<Offers> = {}) => {
    const terms: Terms = {
      weights: { ...noWeights, ...weights },
      wishes: [{ ...noWishes, ...wish }],
      offers: [
        { ...noOffers, ...far },
        { ...noOffers, tier: 2 },
      ],
    }
    const result = solveGeographic(problemWith([member('m')], panels, terms))
    expect(panels[result.nearest!.panel[0]!]!.id).toBe('near')
    expect(result.nearest!.distance[0]).toBe(69_094)
    return [panels[result.assignment[0]!]!.id, result.cost![0]! / 10_000]
  }

  test.each<[string, Partial<Weights>, Partial<Wishes>, Partial<Offers>, string, number]>([
    ['the miles alone', {}, { known: ['far'] }, {}, 'near', 6.9094],
    [
      'a known panel is worth its weight',
      { relationship: 7 },
      { known: ['far'] },
      {},
      'far',
      13.8188,
    ],
    ['and no more', { relationship: 6 }, { known: ['far'] }, {}, 'near', 12.9094],
    [
      'one of several is enough',
      { relationship: 7 },
      { known: ['far', 'near'] },
      {},
      'near',
      6.9094,
    ],
    ['a panel of the household', { household: 7 }, { household: ['far'] }, {}, 'far', 13.8188],
    [
      'both add up',
      { household: 4, relationship: 4 },
      { household: ['far'], known: ['far'] },
      {},
      'far',
      13.8188,
    ],
    ['the language', { language: 7 }, { language: 1 }, { languages: [1] }, 'far', 13.8188],
    ['which nobody speaks', { language: 7 }, { language: 1 }, {}, 'near', 13.9094],
    ['not known', { language: 7 }, {}, { languages: [1] }, 'near', 6.9094],
    ['a tier of quality', { tier: 7 }, {}, {}, 'far', 13.8188],
    ['beyond the standard both', { beyond: 9 }, { standard: 6 }, {}, 'near', 15.9094],
    ['at the standard', { beyond: 9 }, { standard: 6.9094 }, {}, 'near', 6.9094],
  ])('%s: %o', (_, weights, wish, far, id, cost) => {
    expect(given(weights, wish, far)).toEqual([id, cost])
  })
})

test('who is left without loses what was at stake: no wish costs a member the seat', () => {
  const panels = [panel('p', { place: [0.1, 0], room: 1 })]
  const members = [member('wishes'), member('without', { place: [-0.01, 0] })]
  const terms: Terms = {
    weights: { ...noWeights, language: 50 },
    wishes: [{ ...noWishes, language: 1 }, noWishes],
    offers: [noOffers],
  }
  const { assignment, certificate } = solveGeographic(problemWith(members, panels, terms))
  expect([...assignment]).toEqual([0, NONE])
  expect(certificate).toMatchObject({ leftOut: 1, totalCost: 569_094, lowerBound: 569_094 })
  expect(certificate.shortage).toEqual({ members: 2, seats: 1 })
})

describe('for every small payer whose policy weighs more than miles', () => {
  test('the sum is least, as the linear programme says, and adds up to its certificate', () => {
    fc.assert(
      fc.property(payersWithTerms, ({ members, panels, terms }) => {
        const { wishes, offers } = terms
        const cost = (m: number, p: number): number =>
          costOf(members[m]!, panels[p]!, terms, wishes[m]!, offers[p]!)
        const stake = (m: number): number => atStake(terms, wishes[m]!)
        const result = solveGeographic(problemWith(members, panels, terms))
        const { certificate } = result
        const best = optimum(members, panels, cost, stake)
        expect(certificate.leftOut).toBe(best.leftOut)
        expect(certificate.totalCost / 10_000).toBeCloseTo(best.cost, 3)
        expect(certificate.lowerBound).toBe(certificate.totalCost)
        expect(certificate.gap).toBe(0)
        const { members: many, seats } = certificate.shortage
        expect(many - seats).toBe(certificate.leftOut)
        let total = 0
        members.forEach((m, i) => {
          if (m.place === null) return
          const p = result.assignment[i]!
          total += p === NONE ? stake(i) : cost(i, p)
          if (p === NONE) return
          expect(allowed(m, panels[p]!)).toBe(true)
          expect(result.cost![i]! / 10_000).toBeCloseTo(cost(i, p), 4)
          const ways = panels.filter((to) => allowed(m, { ...to, room: NONE }))
          const least = Math.min(...ways.map((to) => miles(m.place, to.place)!))
          expect(result.nearest!.distance[i]! / 10_000).toBe(least)
        })
        expect(total).toBeCloseTo(certificate.totalCost / 10_000, 3)
      }),
      { numRuns: 400 },
    )
  })

  test('the order of the rows has no say', () => {
    fc.assert(
      fc.property(payersWithTerms, ({ members, panels, terms }) => {
        const { wishes, offers, weights } = terms
        const back = { weights, wishes: wishes.toReversed(), offers: offers.toReversed() }
        const there = solveGeographic(problemWith(members, panels, terms))
        const again = solveGeographic(problemWith(members.toReversed(), panels.toReversed(), back))
        const ids = [...there.assignment].map((p) => panels[p]?.id)
        expect([...again.assignment].map((p) => panels.toReversed()[p]?.id).toReversed()).toEqual(
          ids,
        )
        expect(again.certificate).toEqual(there.certificate)
      }),
      { numRuns: 200 },
    )
  })
})
