import type { CandidateList } from './candidate-list.ts'
import { type PanelTree, UNLIMITED } from './panel-tree.ts'

/**
 * Groups that compete for the next pivot. More groups save pivots but cost more pricing; of 1 to 64 this
 * measured best at 60,000 and 172,000 members.
 */
const BLOCK = 8

/** Seats each group at its nearest candidate with room for the whole group, as a starting point. */
export function seatNearest(tree: PanelTree, list: CandidateList): void {
  const groups = list.offsets.length - 1
  for (let group = 0; group < groups; group++) {
    for (let i = list.offsets[group]!; i < list.offsets[group + 1]!; i++) {
      if (tree.seat(group, list.sites[i]!, list.costs[i]!)) break
    }
  }
}

/**
 * Pivots until no change lowers the total: no other candidate, no free seat, and leaving no one out.
 * The tree is then an exact optimum over these candidates.
 */
export function optimise(tree: PanelTree, list: CandidateList): void {
  const groups = list.offsets.length - 1
  for (;;) {
    const before = tree.pivots
    for (let start = 0; start < groups; start += BLOCK) {
      const end = Math.min(groups, start + BLOCK)
      pivotBest(tree, list, start, end)
    }
    settleRoom(tree)
    if (tree.pivots === before) return
  }
}

/** Enters the arc of groups `start` … `end - 1` that lowers the total most, if any does. */
function pivotBest(tree: PanelTree, list: CandidateList, start: number, end: number): void {
  const { offsets, sites, costs } = list
  const price = tree.price
  let best = 0
  let bestGroup = -1
  let bestArc = -1
  for (let group = start; group < end; group++) {
    const own = tree.groupPrice(group)
    if (tree.leftOutCost - own < best) {
      best = tree.leftOutCost - own
      bestGroup = group
      bestArc = -1
    }
    for (let arc = offsets[group]!; arc < offsets[group + 1]!; arc++) {
      const reduced = costs[arc]! + price[sites[arc]!]! - own
      if (reduced < best) {
        best = reduced
        bestGroup = group
        bestArc = arc
      }
    }
  }
  if (bestGroup < 0) return
  if (bestArc < 0) tree.enterLeftOut(bestGroup)
  else tree.enterSite(bestGroup, sites[bestArc]!, costs[bestArc]!)
}

/** Enters the root arcs of sites whose price has the wrong sign: above 0 with room left, below 0 when full. */
function settleRoom(tree: PanelTree): void {
  for (let site = 0; site < tree.sites; site++) {
    if (!tree.isTied(site) || tree.room[site] === 0) continue
    const price = tree.price[site]!
    const full = tree.room[site] !== UNLIMITED && tree.load[site] === tree.room[site]
    if (full ? price < 0 : price > 0) tree.enterRoom(site)
  }
}
