import { neverAtStake } from './group-costs.ts'
import type { Groups } from './groups.ts'
import { type PanelTree, UNLIMITED } from './panel-tree.ts'
import type { Certificate, CostTerms } from './problem.ts'

/**
 * Computes a lower bound by weak duality. Take any prices, none negative, such that no group has a site
 * cheaper than its own price. Then members times group prices less room times site prices is at most
 * the cost of any assignment. Sums are exact because left-out costs can exceed 2^53.
 */
export function certify(
  tree: PanelTree,
  groups: Groups,
  price: Float64Array,
  terms?: CostTerms,
): Pick<Certificate, 'leftOut' | 'totalCost' | 'lowerBound' | 'gap'> {
  let bound = 0n
  let leftOut = 0
  let total = 0
  for (let group = 0; group < groups.count; group++) {
    bound += BigInt(countOf(groups, group)) * BigInt(tree.groupPrice(group))
    const node = tree.sites + group
    if (tree.up[node]! < 0) leftOut += tree.flow[node]!
    else total += tree.flow[node]! * tree.cost[node]!
  }
  for (let site = 0; site < tree.sites; site++) {
    if (tree.up[site]! >= 0) total += tree.flow[site]! * tree.cost[site]!
    const room = tree.room[site]!
    if (room !== 0 && price[site]! > 0) {
      if (room === UNLIMITED) throw new Error('Expected price 0 where room is unlimited')
      bound -= BigInt(room) * BigInt(price[site]!)
    }
  }
  const idle = terms === undefined ? 0 : paidInAnyCase(terms, groups, leftOut)
  const totalCost = total - idle
  const lowerBound = Number(bound - BigInt(leftOut) * BigInt(tree.leftOutCost)) - idle
  const gap = lowerBound === totalCost ? 0 : (totalCost - lowerBound) / lowerBound
  return { leftOut, totalCost, lowerBound, gap }
}

/**
 * Finds a set of members whose sites, all together, have too few seats for them: the shortage is exactly
 * the number left out. If two adjacent prices differ by more than any site costs, no member who pays the
 * higher price can reach a site with the lower one. There is such a gap because leaving a member out
 * costs more than any chain of moves.
 *
 * @param most the most that any site costs
 */
export function shortageOf(
  tree: PanelTree,
  groups: Groups,
  leftOut: number,
  most: number,
): Certificate['shortage'] {
  const none = { members: 0, seats: 0 }
  if (leftOut === 0) return none
  const prices = tree.price.filter((price, site) => tree.room[site] !== 0 && price > 0)
  let high = tree.leftOutCost
  for (const price of prices.toSorted((a, b) => b - a)) {
    if (high - price > most) break
    high = price
  }
  let { members, seats } = none
  for (let group = 0; group < groups.count; group++) {
    if (tree.groupPrice(group) >= high) members += countOf(groups, group)
  }
  for (let site = 0; site < tree.sites; site++) {
    if (tree.price[site]! >= high) seats += tree.room[site]!
  }
  if (members - seats !== leftOut) {
    throw new Error(`Expected ${leftOut} members more than seats, found ${members - seats}`)
  }
  return { members, seats }
}

const countOf = ({ members }: Groups, group: number): number =>
  members.offsets[group + 1]! - members.offsets[group]!

/** The costs that members pay in every assignment, less what left-out members have at stake. */
function paidInAnyCase(terms: CostTerms, groups: Groups, leftOut: number): number {
  let paid = -leftOut * (terms.untied + terms.unspoken)
  for (const member of groups.members.codes) paid += neverAtStake(terms, member)
  return paid
}
