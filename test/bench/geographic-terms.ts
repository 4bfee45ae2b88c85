import { Random } from '../../sample-data/generator/random.ts'
import {
  type CodeLists,
  type CostTerms,
  type GeographicInput,
  NONE,
} from '../../src/solver/problem.ts'

/** Weights in ten-thousandths of a mile. */
const weights = { beyond: 100_000, tie: 50_000, unspoken: 30_000, tier: 10_000 }

/** Shares of members by the language that they speak; the first is what every panel speaks. */
const spoken = [0.82, 0.1, 0.04, 0.03, 0.01] as const

/**
 * Costs beside miles for a payer: a third of the members have seen a panel in their neighborhood, a fifth of
 * the panels speak a second language, panels have one of three tiers, and standards differ.
 */
export function costTerms({ members, panels }: GeographicInput): CostTerms {
  const cellOf = (north: number, east: number): string =>
    `${Math.floor(north * 10)} ${Math.floor(east * 10)}`
  const near = Map.groupBy(panels.ids.keys(), (panel) =>
    cellOf(panels.latitude[panel]!, panels.longitude[panel]!),
  )
  const seen = members.ids.map((_, member) => {
    const random = new Random(1, 'tie', member)
    const place = cellOf(members.latitude[member]!, members.longitude[member]!)
    const neighbours = near.get(place) ?? []
    return neighbours.length > 0 && random.chance(1 / 3) ? [random.pick(neighbours)] : []
  })
  const language = Int32Array.from(members.ids, (_, member) => {
    const random = new Random(1, 'language', member)
    return random.chance(0.05) ? NONE : random.weighted(spoken.map((share, code) => [code, share]))
  })
  const ties = lists(seen)
  return {
    beyond: weights.beyond,
    standard: Int32Array.from(members.ids, (_, member) => (member % 3 === 0 ? 300_000 : 100_000)),
    unspoken: weights.unspoken,
    language,
    languages: lists(
      panels.ids.map((_, panel) => {
        const random = new Random(1, 'panel language', panel)
        return random.chance(0.2) ? [0, random.between(1, spoken.length - 1)] : [0]
      }),
    ),
    tier: Int32Array.from(panels.ids, (_, panel) => {
      return new Random(1, 'tier', panel).between(0, 2) * weights.tier
    }),
    untied: weights.tie,
    ties,
    savings: new Int32Array(ties.codes.length).fill(weights.tie),
    atStake: Int32Array.from(seen, ({ length }, member) => {
      return (language[member] === NONE ? 0 : weights.unspoken) + length * weights.tie
    }),
  }
}

/** Lists, one after another. */
export function lists(items: readonly (readonly number[])[]): CodeLists {
  const offsets = new Int32Array(items.length + 1)
  items.forEach((item, index) => {
    offsets[index + 1] = offsets[index]! + item.length
  })
  return { offsets, codes: Int32Array.from(items.flat()) }
}
