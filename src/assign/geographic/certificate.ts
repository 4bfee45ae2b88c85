import { type PanelTree, UNLIMITED } from './panel-tree.ts'

/** Figures of a `Certificate`. */
export interface Proof {
  readonly leftOut: number
  readonly totalDistance: number
  readonly lowerBound: number
  readonly gap: number
}

/**
 * Weak duality: whatever the prices, as long as none is negative and no group has a cheaper site
 * than its own price says, members times group prices less room times site prices is no more than
 * the cost of any assignment. Sums are exact: left-out costs can carry them beyond 2^53.
 */
export function certify(tree: PanelTree, counts: Int32Array, price: Float64Array): Proof {
  let bound = 0n
  let leftOut = 0
  let totalDistance = 0
  counts.forEach((count, group) => {
    bound += BigInt(count) * BigInt(tree.groupPrice(group))
    const node = tree.sites + group
    if (tree.up[node]! < 0) leftOut += tree.flow[node]!
    else totalDistance += tree.flow[node]! * tree.cost[node]!
  })
  for (let site = 0; site < tree.sites; site++) {
    if (tree.up[site]! >= 0) totalDistance += tree.flow[site]! * tree.cost[site]!
    const room = tree.room[site]!
    if (room !== 0 && price[site]! > 0) {
      if (room === UNLIMITED) throw new Error('Expected price 0 where room is unlimited')
      bound -= BigInt(room) * BigInt(price[site]!)
    }
  }
  const lowerBound = Number(bound - BigInt(leftOut) * BigInt(tree.leftOutCost))
  const gap = lowerBound === totalDistance ? 0 : (totalDistance - lowerBound) / lowerBound
  return { leftOut, totalDistance, lowerBound, gap }
}
