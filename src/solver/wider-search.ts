import { type CandidateList, widen } from './candidate-list.ts'
import type { SiteIndex } from './site-index.ts'

/** Sites added to a group's list in one round, of those that are cheaper than its price. */
const MORE_CANDIDATES = 6

/**
 * Compares prices with all sites in reach, round after round. Each round leaves a lower bound on the
 * sites that are not on a group's list; the next round searches only where that bound no longer suffices.
 */
export class WiderSearch {
  readonly #index: SiteIndex
  readonly #order: Int32Array
  /** Prices of the last round, and by group a lower bound on the sites not on its list at those prices. */
  #before: Float64Array
  readonly #seen: Float64Array

  /** `index` still has the prices with which `list` was built; this class sets them from now on. */
  constructor(index: SiteIndex, order: Int32Array, list: CandidateList, prices: Float64Array) {
    this.#index = index
    this.#order = order
    this.#before = prices
    this.#seen = list.completeBelow.slice()
  }

  /**
   * Adds to each group's list the cheapest sites that cost less than `below` of the group at these
   * prices; no site on the list may cost that little.
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
    // A site without room stays at Infinity.
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
