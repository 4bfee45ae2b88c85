import type { SiteIndex } from './site-index.ts'

/** The sites that the method weighs for each group: those of group g at offsets[g] … offsets[g + 1]. */
export interface CandidateList {
  readonly offsets: Int32Array
  readonly sites: Int32Array
  readonly costs: Int32Array
}

export const noCandidates = (groups: number): CandidateList => ({
  offsets: new Int32Array(groups + 1),
  sites: new Int32Array(0),
  costs: new Int32Array(0),
})

/**
 * The list with, for each group, up to `most` of the cheapest sites that cost less than `below` of
 * the group. The caller sees to it that none of those is on the list already.
 */
export function widen(
  list: CandidateList,
  index: SiteIndex,
  most: number,
  below: (group: number) => number,
): CandidateList {
  const groups = list.offsets.length - 1
  const offsets = new Int32Array(groups + 1)
  let sites = new Int32Array(list.sites.length + groups)
  let costs = new Int32Array(sites.length)
  let size = 0
  for (let group = 0; group < groups; group++) {
    const start = list.offsets[group]!
    const end = list.offsets[group + 1]!
    const found = index.cheapest(group, most, below(group))
    while (size + end - start + found > sites.length) {
      sites = grown(sites, most)
      costs = grown(costs, most)
    }
    sites.set(list.sites.subarray(start, end), size)
    costs.set(list.costs.subarray(start, end), size)
    size += end - start
    for (let i = 0; i < found; i++, size++) {
      sites[size] = index.found[i]!
      costs[size] = index.foundCost[i]!
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
