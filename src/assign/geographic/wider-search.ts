import { type CandidateList, widen } from './candidate-list.ts'
import type { Groups } from './groups.ts'
import { SiteIndex } from './site-index.ts'
import type { Sites } from './sites.ts'

/** Further sites that a group takes on in one round, of those that its price would rather have. */
const MORE_CANDIDATES = 6

/**
 * Holds prices against all sites in reach, round after round. A group whose own price did not rise
 * since a round that showed it all it would rather have need look only at sites that fell.
 */
export class WiderSearch {
  readonly #all: SiteIndex
  readonly #fallen: SiteIndex
  /** Prices of the last round, and by group its price then, where it saw all sites below it. */
  #before: Float64Array | undefined
  readonly #seen: Float64Array

  /** `index` of the sites and groups, whose prices this sets; `reach` as it has it. */
  constructor(index: SiteIndex, sites: Sites, groups: Groups, reach: number) {
    this.#all = index
    this.#fallen = new SiteIndex(sites, groups, reach, MORE_CANDIDATES)
    this.#seen = new Float64Array(groups.count).fill(-Infinity)
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
    this.#before = prices
    this.#all.setPrices(prices)
    if (before) {
      this.#fallen.setPrices(
        prices.map((price, site) => (price < before[site]! ? price : Infinity)),
      )
    }
    return widen(list, MORE_CANDIDATES, (group) => {
      const limit = below(group)
      const seen = this.#seen[group]!
      this.#seen[group] = limit
      if (limit <= list.completeBelow[group]!) return undefined
      const index = before && limit <= seen ? this.#fallen : this.#all
      const found = index.cheapest(group, MORE_CANDIDATES, limit)
      if (found === MORE_CANDIDATES) this.#seen[group] = -Infinity
      return found === 0 ? undefined : index
    })
  }
}
