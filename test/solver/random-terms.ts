import fc from 'fast-check'
import { type CostTerms, type GeographicInput, NONE } from '../../src/solver/problem.ts'
import { type Member, type Panel, miles, payers, problem } from './random-problem.ts'

/** What a policy weighs, in miles. */
export interface Weights {
  beyond: number
  household: number
  relationship: number
  language: number
  tier: number
}

/** What a member wishes for; panels by their ids. */
export interface Wishes {
  standard: number
  language: number
  household: readonly string[]
  known: readonly string[]
}

/** What a panel offers. */
export interface Offers {
  languages: readonly number[]
  tier: number
}

export interface Terms {
  weights: Weights
  /** By member and by panel, in the order of the problem. */
  wishes: readonly Wishes[]
  offers: readonly Offers[]
}

/** What the member would pay, in miles, had they none of what they wish for. */
export const atStake = ({ weights }: Terms, { language, household, known }: Wishes): number =>
  (language === NONE ? 0 : weights.language) +
  (household.length > 0 ? weights.household : 0) +
  (known.length > 0 ? weights.relationship : 0)

/** What the panel costs the member, in miles, written apart from the code under test. */
export function costOf(m: Member, p: Panel, terms: Terms, wish: Wishes, offer: Offers): number {
  const { weights } = terms
  const distance = miles(m.place, p.place)!
  const lost = (any: readonly string[], weight: number): number =>
    any.length > 0 && !any.includes(p.id) ? weight : 0
  return (
    distance +
    (distance > wish.standard ? weights.beyond : 0) +
    lost(wish.household, weights.household) +
    lost(wish.known, weights.relationship) +
    (wish.language !== NONE && !offer.languages.includes(wish.language) ? weights.language : 0) +
    weights.tier * (offer.tier - 1)
  )
}

const units = (weight: number): number => Math.round(weight * 10_000)

/** The problem with the terms as its columns. */
export function problemWith(
  members: readonly Member[],
  panels: readonly Panel[],
  terms: Terms,
): GeographicInput {
  const { weights, wishes, offers } = terms
  const offsets = [0]
  const codes: number[] = []
  const savings: number[] = []
  for (const { household, known } of wishes) {
    panels.forEach(({ id }, index) => {
      const saved =
        (household.includes(id) ? weights.household : 0) +
        (known.includes(id) ? weights.relationship : 0)
      if (!household.includes(id) && !known.includes(id)) return
      codes.push(index)
      savings.push(units(saved))
    })
    offsets.push(codes.length)
  }
  const spoken = [0]
  for (const { languages } of offers) spoken.push(spoken.at(-1)! + languages.length)
  const columns: CostTerms = {
    beyond: units(weights.beyond),
    standard: Int32Array.from(wishes, ({ standard }) => units(standard)),
    unspoken: units(weights.language),
    language: Int32Array.from(wishes, ({ language }) => language),
    languages: {
      offsets: Int32Array.from(spoken),
      codes: Int32Array.from(offers.flatMap(({ languages }) => languages)),
    },
    tier: Int32Array.from(offers, ({ tier }) => units(weights.tier) * (tier - 1)),
    untied: units(weights.household) + units(weights.relationship),
    ties: { offsets: Int32Array.from(offsets), codes: Int32Array.from(codes) },
    savings: Int32Array.from(savings),
    atStake: Int32Array.from(wishes, (wish) => units(atStake(terms, wish))),
  }
  return { ...problem(members, panels), terms: columns }
}

const weight = fc.constantFrom(0, 0, 1, 5, 8.29, 12, 100)

const some = fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 2 })

/** Small payers whose policy weighs more than miles; few kinds of everything, so that ties abound. */
export const payersWithTerms = payers.chain(({ members, panels }) => {
  const ids = (drawn: readonly number[]): string[] => drawn.flatMap((at) => panels[at]?.id ?? [])
  const wish = fc.record({
    standard: fc.constantFrom(0, 5, 10, 30),
    language: fc.constantFrom(NONE, 0, 1, 2),
    household: some.map(ids),
    known: some.map(ids),
  })
  const offer = fc.record({
    languages: fc.subarray([0, 1]),
    tier: fc.constantFrom(1, 2, 3),
  })
  const all = (length: number) => ({ minLength: length, maxLength: length })
  return fc.record({
    members: fc.constant(members),
    panels: fc.constant(panels),
    terms: fc.record({
      weights: fc.record({
        beyond: weight,
        household: weight,
        relationship: weight,
        language: weight,
        tier: weight,
      }),
      wishes: fc.array(wish, all(members.length)),
      offers: fc.array(offer, all(panels.length)),
    }),
  })
})
