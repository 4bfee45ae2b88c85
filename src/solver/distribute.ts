import { greatCircle } from './great-circle.ts'
import { neverAtStake } from './group-costs.ts'
import type { Groups } from './groups.ts'
import type { PanelTree } from './panel-tree.ts'
import { NONE, reasons, type GeographicInput } from './problem.ts'
import type { SiteIndex } from './site-index.ts'
import type { Sites } from './sites.ts'

/** A problem whose optimum the tree holds. */
interface Solved {
  readonly input: GeographicInput
  readonly sites: Sites
  readonly groups: Groups
  readonly tree: PanelTree
  readonly index: SiteIndex
}

interface Placed {
  readonly assignment: Int32Array
  readonly distance: Int32Array
  readonly cost?: Int32Array | undefined
  readonly reasons: Uint8Array
}

/**
 * Assigns the members of each group to the panels of its sites, in the numbers that the tree holds. The
 * panels of one site share them as evenly as their room allows. Panels fill one after the other, so that
 * households, whose members are adjacent, are seldom split.
 */
export function distribute({ input, sites, groups, tree, index }: Solved): Placed {
  const total = input.members.ids.length
  const assignment = new Int32Array(total).fill(NONE)
  const distance = new Int32Array(total).fill(NONE)
  const { terms } = input
  const cost = terms && new Int32Array(total).fill(NONE)
  const reason = new Uint8Array(total).fill(reasons.indexOf('not_locatable'))
  const next = groups.members.offsets.slice(0, groups.count)
  const seats = new Seats(sites, input.panels.room, tree)

  const give = (group: number, site: number, count: number, arcCost: number) => {
    if (count === 0) return
    const miles = greatCircle(
      groups.latitude[group]!,
      groups.longitude[group]!,
      sites.latitude[site]!,
      sites.longitude[site]!,
    )
    for (let i = 0; i < count; i++) {
      const member = groups.members.codes[next[group]!++]!
      assignment[member] = seats.take(site)
      distance[member] = miles
      if (cost) cost[member] = arcCost - neverAtStake(terms, member)
      reason[member] = 0
    }
  }

  for (let group = 0; group < groups.count; group++) {
    const node = tree.sites + group
    if (tree.up[node]! >= 0) give(group, tree.up[node]!, tree.flow[node]!, tree.cost[node]!)
  }
  for (let site = 0; site < tree.sites; site++) {
    if (tree.up[site]! >= 0) {
      give(tree.up[site]! - tree.sites, site, tree.flow[site]!, tree.cost[site]!)
    }
  }
  index.setPrices(new Float64Array(sites.count))
  for (let group = 0; group < groups.count; group++) {
    const end = groups.members.offsets[group + 1]!
    if (next[group] === end) continue
    const found = index.cheapest(group, 1, Infinity)
    const why = reasons.indexOf(found > 0 ? 'no_room_in_reach' : 'no_eligible_pmp_in_reach')
    for (let i = next[group]!; i < end; i++) reason[groups.members.codes[i]!] = why
  }
  return { assignment, distance, cost, reasons: reason }
}

/** Assigns the seats of each site, panel after panel. */
export class Seats {
  readonly #sites: Sites
  /** By index in `sites.panels.codes`: seats of the panel that are still to be filled. */
  readonly #left: Int32Array
  /** By site: the index of the panel that takes the next member. */
  readonly #turn: Int32Array

  constructor(sites: Sites, room: Int32Array, tree: PanelTree) {
    const { offsets, codes } = sites.panels
    this.#sites = sites
    this.#left = new Int32Array(codes.length)
    this.#turn = offsets.slice(0, sites.count)
    const loads = loadsOf(tree)
    for (let site = 0; site < sites.count; site++) {
      const rooms = codes.subarray(offsets[site]!, offsets[site + 1]!).map((panel) => {
        return room[panel] === NONE ? 0x7fffffff : room[panel]!
      })
      this.#left.set(shareEvenly(loads[site]!, rooms), offsets[site]!)
    }
  }

  take(site: number): number {
    while (this.#left[this.#turn[site]!] === 0) this.#turn[site]!++
    const place = this.#turn[site]!
    this.#left[place]!--
    return this.#sites.panels.codes[place]!
  }
}

/** Counts the members at each site by the flow of the arcs into it. */
function loadsOf(tree: PanelTree): Int32Array {
  const loads = new Int32Array(tree.sites)
  for (let node = 0; node < tree.up.length; node++) {
    if (tree.up[node]! < 0) continue
    loads[node < tree.sites ? node : tree.up[node]!]! += tree.flow[node]!
  }
  return loads
}

/** Splits `load` so that no share exceeds its room and the largest is least; the first shares round up. */
function shareEvenly(load: number, rooms: Int32Array): Int32Array {
  const shares = new Int32Array(rooms.length)
  let left = load
  while (left > 0) {
    const open = rooms.reduce((count, room, i) => count + Number(shares[i]! < room), 0)
    const each = Math.max(1, Math.floor(left / open))
    for (let i = 0; i < rooms.length && left > 0; i++) {
      const more = Math.min(each, rooms[i]! - shares[i]!, left)
      shares[i]! += more
      left -= more
    }
  }
  return shares
}
