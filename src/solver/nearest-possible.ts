import type { Groups } from './groups.ts'
import { NONE, type GeographicInput, type GeographicResult } from './problem.ts'
import { SiteIndex } from './site-index.ts'
import type { Sites } from './sites.ts'

/** Finds for each member the nearest panel that might be assigned, regardless of room and cost terms. */
export function nearestOf(
  input: GeographicInput,
  sites: Sites,
  groups: Groups,
  reach: number,
): GeographicResult['nearest'] {
  const total = input.members.ids.length
  const panel = new Int32Array(total).fill(NONE)
  const distance = new Int32Array(total).fill(NONE)
  const index = new SiteIndex({ sites, groups: { ...groups, costs: undefined }, reach, most: 1 })
  for (let group = 0; group < groups.count; group++) {
    if (index.cheapest(group, 1, Infinity) === 0) continue
    const { offsets, codes } = groups.members
    const first = sites.panels.codes[sites.panels.offsets[index.found[0]!]!]!
    for (let at = offsets[group]!; at < offsets[group + 1]!; at++) {
      panel[codes[at]!] = first
      distance[codes[at]!] = index.foundCost[0]!
    }
  }
  return { panel, distance }
}
