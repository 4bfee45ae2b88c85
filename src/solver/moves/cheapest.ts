import { PanelTree } from '../panel-tree.ts'
import { optimise, seatNearest } from '../simplex.ts'
import { NONE } from './move-problem.ts'

/** The sites that each member may go to and their costs, whole numbers ≥ 0; room may be `UNLIMITED`. */
interface Network {
  readonly offsets: Int32Array
  readonly sites: Int32Array
  readonly costs: Float64Array
  readonly room: Int32Array
}

/**
 * Seats as many members as there is room for, at the least total cost, by the network simplex of the
 * geographic step over all pairs. Returns each member's site, or `NONE`.
 */
export function cheapest(network: Network): Int32Array {
  const { room } = network
  const { offsets, sites, costs } = withoutFull(network)
  const members = offsets.length - 1
  const highestCost = costs.reduce((most, cost) => Math.max(most, cost), 0)
  const counts = new Int32Array(members).fill(1)
  const tree = new PanelTree(counts, room, (room.length + 2) * (highestCost + 1))
  const list = { offsets, sites, costs, completeBelow: new Float64Array(members) }
  seatNearest(tree, list)
  optimise(tree, list)
  const placed = new Int32Array(members).fill(NONE)
  for (let member = 0; member < members; member++) {
    const node = tree.sites + member
    if (tree.up[node]! >= 0 && tree.flow[node]! > 0) placed[member] = tree.up[node]!
  }
  for (let site = 0; site < tree.sites; site++) {
    if (tree.up[site]! >= 0 && tree.flow[site]! > 0) placed[tree.up[site]! - tree.sites] = site
  }
  return placed
}

/** Keeps the pairs whose site has room, as the tree expects, cheapest first. */
function withoutFull({ offsets, sites, costs, room }: Network): Omit<Network, 'room'> {
  const starts = new Int32Array(offsets.length)
  const kept: number[] = []
  for (let member = 0; member + 1 < offsets.length; member++) {
    const own: number[] = []
    for (let at = offsets[member]!; at < offsets[member + 1]!; at++) {
      if (room[sites[at]!]! > 0) own.push(at)
    }
    own.sort((a, b) => costs[a]! - costs[b]! || sites[a]! - sites[b]!)
    kept.push(...own)
    starts[member + 1] = kept.length
  }
  return {
    offsets: starts,
    sites: Int32Array.from(kept, (at) => sites[at]!),
    costs: Float64Array.from(kept, (at) => costs[at]!),
  }
}
