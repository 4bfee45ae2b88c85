import type { SiteIndex } from './site-index.ts'

/** The sites that the simplex considers for each group: those of group g at offsets[g] … offsets[g + 1]. */
export interface CandidateList {
  readonly offsets: Int32Array
  readonly sites: Int32Array
  /** Whole numbers; those of a rebalance may exceed 32 bits. */
  readonly costs: Int32Array | Float64Array
  /** By group: the list has every site in reach that is nearer than this. */
  readonly completeBelow: Float64Array
}

/**
 * Lists the nearest sites of each group, at most `most`. All prices of the index must be 0, or Infinity
 * for sites without room. `order` has every group once; it is faster if neighbors follow each other.
 */
export function nearestCandidates(
  order: Int32Array,
  index: SiteIndex,
  most: number,
): CandidateList {
  const completeBelow = new Float64Array(order.length)
  const none = {
    offsets: new Int32Array(order.length + 1),
    sites: new Int32Array(0),
    costs: new Int32Array(0),
  }
  const list = extend(none, order, most, (group) => {
    const found = index.cheapest(group, most, Infinity)
    completeBelow[group] = found < most ? Infinity : index.foundCost[most - 1]!
    return index
  })
  return { ...list, completeBelow }
}

/**
 * Adds to each group of the list the sites that `search` finds, at most `most`. `search` returns the
 * index with its results, or undefined if it found none. It must not find sites that are on the list.
 */
export function widen(
  list: CandidateList,
  order: Int32Array,
  most: number,
  search: (group: number) => SiteIndex | undefined,
): CandidateList {
  return { ...extend(list, order, most, search), completeBelow: list.completeBelow }
}

/** Appends the results of each group's `search` to its list. */
function extend(
  list: Omit<CandidateList, 'completeBelow'>,
  order: Int32Array,
  most: number,
  search: (group: number) => SiteIndex | undefined,
): Omit<CandidateList, 'completeBelow'> {
  const groups = order.length
  const starts = new Int32Array(groups)
  const counts = new Int32Array(groups)
  let found = new Int32Array(groups + most)
  let foundCosts = new Int32Array(found.length)
  let size = 0
  for (const group of order) {
    const index = search(group)
    if (index === undefined) continue
    if (size + index.count > found.length) {
      found = grown(found, most)
      foundCosts = grown(foundCosts, most)
    }
    found.set(index.found.subarray(0, index.count), size)
    foundCosts.set(index.foundCost.subarray(0, index.count), size)
    starts[group] = size
    counts[group] = index.count
    size += index.count
  }
  const offsets = new Int32Array(groups + 1)
  const sites = new Int32Array(list.sites.length + size)
  const costs = new Int32Array(sites.length)
  for (let group = 0; group < groups; group++) {
    let at = offsets[group]!
    for (let i = list.offsets[group]!; i < list.offsets[group + 1]!; i++, at++) {
      sites[at] = list.sites[i]!
      costs[at] = list.costs[i]!
    }
    for (let i = starts[group]!; i < starts[group]! + counts[group]!; i++, at++) {
      sites[at] = found[i]!
      costs[at] = foundCosts[i]!
    }
    offsets[group + 1] = at
  }
  return { offsets, sites, costs }
}

function grown(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length + (array.length >> 1) + least)
  larger.set(array)
  return larger
}
