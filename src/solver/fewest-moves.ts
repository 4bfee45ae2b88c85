import { type CandidateList, nearestCandidates } from './candidate-list.ts'
import { Seats } from './distribute.ts'
import { greatCircle, toUnits } from './great-circle.ts'
import { type Groups, groupMembers } from './groups.ts'
import { alongCurve } from './neighbours.ts'
import { PanelTree } from './panel-tree.ts'
import { type GeographicInput, NONE } from './problem.ts'
import { optimise, seatNearest } from './simplex.ts'
import { SiteIndex } from './site-index.ts'
import { mergeIntoSites } from './sites.ts'
import { WiderSearch } from './wider-search.ts'

/** Members who may leave overfull panels, and the panels that may take them. */
export interface RebalanceInput extends GeographicInput {
  /** By member: the index of their current panel, among the overfull panels. */
  readonly current: Int32Array
  /** By overfull panel: its place (NaN = unknown), and how many of the members may stay. */
  readonly latitude: Float64Array
  readonly longitude: Float64Array
  readonly stay: Int32Array
}

/** The number of nearest sites that each group starts with. */
const FIRST_CANDIDATES = 12

/**
 * Finds the moves that leave the fewest members in excess, then the fewest moves, then the least added
 * miles. Returns by member the index of the panel that takes them, or `NONE` to stay.
 *
 * Solves one network simplex, as the geographic step does. Each overfull panel is an additional site that
 * costs nothing and has as many seats as members may stay. No member moves while such a seat is free,
 * because a move costs more.
 */
export function solveRebalance(input: RebalanceInput): Int32Array {
  const sites = mergeIntoSites(input.panels, input.refusals)
  const groups = groupMembers({
    members: input.members,
    sites,
    refusals: input.refusals,
    apart: input.current,
  })
  const reach = toUnits(input.maxDistance)
  const index = new SiteIndex({ sites, groups, reach, most: FIRST_CANDIDATES })
  const home = Int32Array.from(
    { length: groups.count },
    (_, group) => input.current[groups.members.codes[groups.members.offsets[group]!]!]!,
  )
  const extra = moveCosts(input, groups, home)
  const homes = { home, extra, sites: sites.count, stay: input.stay }
  const highestCost = reach + extra.reduce((most, cost) => Math.max(most, cost), 0)
  const room = new Int32Array(sites.count + input.stay.length)
  room.set(sites.room)
  room.set(input.stay, sites.count)
  const tree = new PanelTree(countsOf(groups), room, (room.length + 2) * (highestCost + 1))
  const prices = (): Float64Array =>
    tree.price
      .slice(0, sites.count)
      .map((price, site) => (room[site] === 0 ? Infinity : Math.max(0, price)))

  const none = prices()
  index.setPrices(none)
  const order = alongCurve(groups.latitude, groups.longitude)
  let list = nearestCandidates(order, index, FIRST_CANDIDATES)
  const search = new WiderSearch(index, order, list, none)
  seatNearest(tree, withHomes(list, homes))
  for (let size = -1; size !== list.sites.length;) {
    size = list.sites.length
    optimise(tree, withHomes(list, homes))
    list = search.widen(list, prices(), (group) => tree.groupPrice(group) - extra[group]!)
  }
  const seats = new Seats(sites, input.panels.room, tree)
  return movesOf({ total: input.members.ids.length, groups, seats, tree, sites: sites.count })
}

const countsOf = ({ count, members }: Groups): Int32Array =>
  Int32Array.from(
    { length: count },
    (_, group) => members.offsets[group + 1]! - members.offsets[group]!,
  )

/** By group: the cost of any move besides the distance to its end; the sum of both is at least 1. */
const moveCosts = (
  { latitude, longitude }: RebalanceInput,
  groups: Groups,
  home: Int32Array,
): Float64Array => {
  const now = Float64Array.from(home, (panel, group) => {
    const [north, east] = [latitude[panel]!, longitude[panel]!]
    if (Number.isNaN(north) || Number.isNaN(east)) return 0
    return greatCircle(groups.latitude[group]!, groups.longitude[group]!, north, east)
  })
  const farthest = now.reduce((most, miles) => Math.max(most, miles), 0)
  return now.map((miles) => farthest + 1 - miles)
}

/** The panels that the groups have now; they are sites after the `sites` others. */
interface Homes {
  /** By group. */
  readonly home: Int32Array
  /** By group: what any move costs besides the distance. */
  readonly extra: Float64Array
  readonly sites: number
  /** By panel: how many of its members may stay. */
  readonly stay: Int32Array
}

/** Returns the candidates with the full cost of a move, preceded by each group's current panel. */
const withHomes = (list: CandidateList, { home, extra, sites, stay }: Homes): CandidateList => {
  const groups = home.length
  const offsets = new Int32Array(groups + 1)
  const ends: number[] = []
  const costs: number[] = []
  for (let group = 0; group < groups; group++) {
    if (stay[home[group]!]! > 0) {
      ends.push(sites + home[group]!)
      costs.push(0)
    }
    for (let at = list.offsets[group]!; at < list.offsets[group + 1]!; at++) {
      ends.push(list.sites[at]!)
      costs.push(list.costs[at]! + extra[group]!)
    }
    offsets[group + 1] = ends.length
  }
  return {
    offsets,
    sites: Int32Array.from(ends),
    costs: Float64Array.from(costs),
    completeBelow: list.completeBelow,
  }
}

interface Moved {
  /** Members, those without a place too. */
  readonly total: number
  readonly groups: Groups
  readonly seats: Seats
  readonly tree: PanelTree
  readonly sites: number
}

/** By member: the panel that the tree moves them to. */
const movesOf = ({ total, groups, seats, tree, sites }: Moved): Int32Array => {
  const moves = new Int32Array(total).fill(NONE)
  const next = groups.members.offsets.slice(0, groups.count)
  const give = (group: number, site: number, count: number): void => {
    if (site >= sites) return
    for (let i = 0; i < count; i++) {
      moves[groups.members.codes[next[group]!++]!] = seats.take(site)
    }
  }
  for (let group = 0; group < groups.count; group++) {
    const node = tree.sites + group
    if (tree.up[node]! >= 0) give(group, tree.up[node]!, tree.flow[node]!)
  }
  for (let site = 0; site < sites; site++) {
    if (tree.up[site]! >= 0) give(tree.up[site]! - tree.sites, site, tree.flow[site]!)
  }
  return moves
}
