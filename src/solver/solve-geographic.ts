import { nearestCandidates } from './candidate-list.ts'
import { certify, shortageOf } from './certificate.ts'
import { distribute } from './distribute.ts'
import { toUnits } from './great-circle.ts'
import { groupMembers } from './groups.ts'
import { nearestOf } from './nearest-possible.ts'
import { alongCurve } from './neighbours.ts'
import { PanelTree } from './panel-tree.ts'
import type { GeographicInput, GeographicResult } from './problem.ts'
import { optimise, seatNearest } from './simplex.ts'
import { SiteIndex } from './site-index.ts'
import { mergeIntoSites } from './sites.ts'
import { WiderSearch } from './wider-search.ts'

/** The number of nearest sites that each group starts with. */
const FIRST_CANDIDATES = 12

/**
 * Finds the exact optimum by a network simplex over few candidates, and adds candidates until the prices
 * prove that no other site in reach would lower the total. A `GeographicSolver`.
 */
export function solveGeographic(input: GeographicInput): GeographicResult {
  const { members, refusals, terms } = input
  const sites = mergeIntoSites(input.panels, refusals, terms)
  const groups = groupMembers({ members, sites, refusals, terms })
  const reach = toUnits(input.maxDistance)
  const index = new SiteIndex({ sites, groups, reach, most: FIRST_CANDIDATES })
  const counts = Int32Array.from({ length: groups.count }, (_, group) => {
    return groups.members.offsets[group + 1]! - groups.members.offsets[group]!
  })
  // A chain of moves passes each site at most once, so leaving one more member out costs more than the
  // longest chain can save.
  const most = reach + (groups.costs?.most ?? 0)
  const tree = new PanelTree(counts, sites.room, (sites.count + 2) * (most + 1))

  const none = pricesOf(tree)
  index.setPrices(none)
  const order = alongCurve(groups.latitude, groups.longitude)
  let list = nearestCandidates(order, index, FIRST_CANDIDATES)
  const before = list.offsets
  seatNearest(tree, list)
  const search = new WiderSearch(index, order, list, none)
  let rounds = 0
  for (let size = -1; size !== list.sites.length; rounds++) {
    size = list.sites.length
    optimise(tree, list)
    list = search.widen(list, pricesOf(tree), (group) => tree.groupPrice(group))
  }

  const proof = certify(tree, groups, pricesOf(tree), terms)
  const placed = distribute({ input, sites, groups, tree, index })
  return {
    ...placed,
    nearest: terms && nearestOf(input, sites, groups, reach),
    certificate: {
      method: 'network simplex with column generation',
      members: members.ids.length,
      notLocatable: members.ids.length - groups.members.codes.length,
      assigned: groups.members.codes.length - proof.leftOut,
      ...proof,
      shortage: shortageOf(tree, groups, proof.leftOut, most),
      totalDistance: placed.distance.reduce((sum, way) => sum + Math.max(0, way), 0),
      groups: groups.count,
      sites: sites.count,
      arcs: list.sites.length,
      candidates: FIRST_CANDIDATES,
      ...widening(counts, before, list.offsets),
      rounds,
      pivots: tree.pivots,
    },
  }
}

/** Counts the members whose candidates grew, and the most candidates of any member. */
function widening(
  counts: Int32Array,
  before: Int32Array,
  after: Int32Array,
): { readonly widened: number; readonly mostCandidates: number } {
  let widened = 0
  let mostCandidates = 0
  counts.forEach((count, group) => {
    const length = after[group + 1]! - after[group]!
    if (length > before[group + 1]! - before[group]!) widened += count
    mostCandidates = Math.max(mostCandidates, length)
  })
  return { widened, mostCandidates }
}

/** Prices that are valid for the proof: none below 0, and Infinity for a site without room. */
function pricesOf(tree: PanelTree): Float64Array {
  return tree.price.map((price, site) => (tree.room[site] === 0 ? Infinity : Math.max(0, price)))
}
