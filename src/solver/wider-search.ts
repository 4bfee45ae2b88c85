import { type CandidateList, widen } from './candidate-list.ts'
import type { SiteIndex } from './site-index.ts'

/** Further sites that a group takes on in one round, of those that its price would rather have. */
const MORE_CANDIDATES = 6

/**
 * Holds prices against all sites in reach, round after round. Each round leaves a bound below which a
 * group has no site off its list, and the next one looks only where prices rose too little to keep it.
 */
export class WiderSearch {
  readonly #index: SiteIndex
  readonly #order: Int32Array
  /** Prices of the last round, and by group what no site off its list cost less than then. */
  #before: Float64Array
  readonly #seen: Float64Array

  /** `index`: of the sites and groups; its prices, as yet those that `list` was made with, are set here. */
  constructor(index: SiteIndex, order: Int32Array, list: CandidateList, prices: Float64Array) {
    this.#index = index
    this.#order = order
    this.#before = prices
    this.#seen = list.completeBelow.slice()
  }

  /**
   * The list with, for each group, the cheapest further sites that cost less than `below` of the group
   * at these prices; none of those may be on the list.
   */
  widen(
    list: CandidateList,
    prices: Float64Array,
    below: (group: number) => number,
  ): CandidateList {
    const before = this.#before
    const index = this.#index
    const seen = this.#seen
    this.#before = prices
    // A site that takes nobody stays at Infinity.
    const rise = prices.map((price, site) => (price === Infinity ? price : price - before[site]!))
    index.setPrices(prices, rise)
    return widen(list, this.#order, MORE_CANDIDATES, (group) => {
      const limit = below(group)
      const complete = list.completeBelow[group]!
      if (limit <= complete) {
        seen[group] = complete
        return undefined
      }
      const found = index.cheapest(group, MORE_CANDIDATES, limit, seen[group]!)
      seen[group] = Math.max(index.beyond, complete)
      return found === 0 ? undefined : index
    })
  }
}
