import type { SiteIndex } from './site-index.ts'

/** The sites that the method weighs for each group: those of group g at offsets[g] … offsets[g + 1]. */
export interface CandidateList {
  readonly offsets: Int32Array
  readonly sites: Int32Array
  /** Whole numbers; of other problems than this one they may be beyond 32 bits. */
  readonly costs: Int32Array | Float64Array
  /** By group: every site in reach that is nearer than this is on the list. */
  readonly completeBelow: Float64Array
}

/**
 * The nearest sites of each group, at most `most`. The index must have no prices yet but 0 and, of sites
 * that take nobody, Infinity.
 */
export function nearestCandidates(groups: number, index: SiteIndex, most: number): CandidateList {
  const completeBelow = new Float64Array(groups)
  const none = {
    offsets: new Int32Array(groups + 1),
    sites: new Int32Array(0),
    costs: new Int32Array(0),
  }
  const list = extend(none, most, (group) => {
    const found = index.cheapest(group, most, Infinity)
    completeBelow[group] = found < most ? Infinity : index.foundCost[most - 1]!
    return index
  })
  return { ...list, completeBelow }
}

/**
 * The list with, for each group, what `search` of the group found further, at most `most` sites: it
 * gives the index that it asked, if it found any. The caller sees to it that none is on the list already.
 */
export function widen(
  list: CandidateList,
  most: number,
  search: (group: number) => SiteIndex | undefined,
): CandidateList {
  return { ...extend(list, most, search), completeBelow: list.completeBelow }
}

/** The lists of `list`, each followed by what the index found that `search` of the group gives. */
function extend(
  list: Omit<CandidateList, 'completeBelow'>,
  most: number,
  search: (group: number) => SiteIndex | undefined,
): Omit<CandidateList, 'completeBelow'> {
  const groups = list.offsets.length - 1
  const offsets = new Int32Array(groups + 1)
  let sites = new Int32Array(list.sites.length + groups)
  let costs = new Int32Array(sites.length)
  let size = 0
  for (let group = 0; group < groups; group++) {
    const start = list.offsets[group]!
    const end = list.offsets[group + 1]!
    const index = search(group)
    const found = index?.count ?? 0
    while (size + end - start + found > sites.length) {
      sites = grown(sites, most)
      costs = grown(costs, most)
    }
    for (let i = start; i < end; i++, size++) {
      sites[size] = list.sites[i]!
      costs[size] = list.costs[i]!
    }
    if (index) {
      sites.set(index.found.subarray(0, found), size)
      costs.set(index.foundCost.subarray(0, found), size)
      size += found
    }
    offsets[group + 1] = size
  }
  return { offsets, sites: sites.slice(0, size), costs: costs.slice(0, size) }
}

function grown(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length + (array.length >> 1) + least)
  larger.set(array)
  return larger
}
