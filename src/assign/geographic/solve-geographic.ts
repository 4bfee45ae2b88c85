import { nearestCandidates, widen } from './candidate-list.ts'
import { certify } from './certificate.ts'
import { distribute } from './distribute.ts'
import { toUnits } from './great-circle.ts'
import { groupMembers } from './groups.ts'
import { PanelTree } from './panel-tree.ts'
import type { GeographicInput, GeographicResult } from './problem.ts'
import { optimise, seatNearest } from './simplex.ts'
import { SiteIndex } from './site-index.ts'
import { mergeIntoSites } from './sites.ts'

/** Nearest sites that each group weighs from the start. */
const FIRST_CANDIDATES = 12

/** Further sites that a group takes on in one round, of those that its price would rather have. */
const MORE_CANDIDATES = 6

/**
 * The exact optimum, by a network simplex over few candidates that takes on more until the prices
 * prove, over every site in reach, that no other would help. A `GeographicSolver`.
 */
export function solveGeographic(input: GeographicInput): GeographicResult {
  const sites = mergeIntoSites(input.panels, input.refusals)
  const groups = groupMembers(input.members, sites, input.refusals)
  const reach = toUnits(input.maxDistance)
  const index = new SiteIndex(sites, groups, reach, FIRST_CANDIDATES)
  const counts = Int32Array.from({ length: groups.count }, (_, group) => {
    return groups.members.offsets[group + 1]! - groups.members.offsets[group]!
  })
  // Any chain of moves passes each site at most once, so leaving one more out costs more than the
  // longest chain can save.
  const tree = new PanelTree(counts, sites.room, (sites.count + 2) * (reach + 1))

  index.setPrices(pricesOf(tree))
  let list = nearestCandidates(groups.count, index, FIRST_CANDIDATES)
  seatNearest(tree, list)
  let rounds = 0
  for (let size = -1; size !== list.sites.length; rounds++) {
    size = list.sites.length
    optimise(tree, list)
    index.setPrices(pricesOf(tree))
    list = widen(list, index, MORE_CANDIDATES, (group) => tree.groupPrice(group))
  }

  const proof = certify(tree, counts, pricesOf(tree))
  const placed = distribute(input, sites, groups, tree, index)
  const assigned = groups.members.codes.length - proof.leftOut
  return {
    ...placed,
    certificate: {
      method: 'network simplex with column generation',
      members: input.members.ids.length,
      notLocatable: input.members.ids.length - groups.members.codes.length,
      assigned,
      ...proof,
      groups: groups.count,
      sites: sites.count,
      arcs: list.sites.length,
      rounds,
      pivots: tree.pivots,
    },
  }
}

/** Prices that prove: none below 0, and no way into a site that takes nobody. */
function pricesOf(tree: PanelTree): Float64Array {
  return tree.price.map((price, site) => (tree.room[site] === 0 ? Infinity : Math.max(0, price)))
}
