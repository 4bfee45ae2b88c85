import { greatCircle, nearestPossible, placeOnSphere } from './great-circle.ts'
import type { Costs } from './group-costs.ts'
import type { Groups } from './groups.ts'
import { NONE } from './problem.ts'
import type { Sites } from './sites.ts'

/** Sites in a leaf of the tree. */
const LEAF = 6

/** How many numbers a node's box has: its low and its high corner. */
const BOX = 6

/**
 * Classes of members for which nodes keep a least price of their own; the last one covers all others.
 * If seats are short for one line of business, the low prices of panels of another do not apply to it.
 */
const KINDS = 32

/** What an index searches. */
interface Searched {
  readonly sites: Sites
  readonly groups: Groups
  /** In the units of `greatCircle`. */
  readonly reach: number
  /** The most sites that one search returns. */
  readonly most: number
}

/**
 * Finds the sites with the least cost (distance and terms) plus price that a group may be given: a k-d
 * tree of points on the sphere, whose nodes hold the least price below them for each class of members.
 */
export class SiteIndex {
  readonly #sites: Sites
  readonly #groups: Groups
  readonly #reach: number
  readonly #costs: Costs | undefined
  /** Sites in the order of the tree, and their points. */
  readonly #order: Int32Array
  readonly #points: Float64Array
  readonly #groupPoint = new Float64Array(3)
  /** By node, in preorder: low and high corner of its box. */
  readonly #box: Float64Array
  /** By node, too: the range of `#order`, and the right child (the left is next). */
  readonly #start: Int32Array
  readonly #end: Int32Array
  readonly #right: Int32Array
  readonly #nodes: number
  readonly #kinds: number
  /** At `type * kinds + kind`: the least that such a site costs a member of the kind; Infinity if it takes none. */
  readonly #dear: Float64Array
  /** By node and kind, alternating: the least of that + price, and the least rise; Infinity if no site takes them. */
  readonly #least: Float64Array
  #price: Float64Array
  #rise: Float64Array
  /** A site whose price rose by this much is too expensive for the current search. */
  #margin = Infinity
  #kind = 0
  /** The most sites that the current search returns, each with less cost + price than `#below`. */
  #most = 0
  #below = Infinity
  readonly #stack = new Int32Array(256)
  readonly #stackBound = new Float64Array(256)
  /** The number of sites that the last search found; `found` has them, best first. */
  count = 0
  /** A lower bound on the cost + price of every site that it did not find, except those below `seen`. */
  beyond = 0
  readonly found: Int32Array
  readonly foundCost: Int32Array
  readonly #foundKey: Float64Array

  constructor({ sites, groups, reach, most }: Searched) {
    this.#sites = sites
    this.#groups = groups
    this.#reach = reach
    this.#costs = groups.costs
    this.#order = Int32Array.from({ length: sites.count }, (_, site) => site)
    this.#points = new Float64Array(3 * sites.count)
    for (let site = 0; site < sites.count; site++) {
      placeOnSphere(this.#points, site, sites.latitude[site]!, sites.longitude[site]!)
    }
    const nodes = Math.max(0, 2 * sites.count - 1)
    this.#box = new Float64Array(BOX * nodes)
    this.#start = new Int32Array(nodes)
    this.#end = new Int32Array(nodes)
    this.#right = new Int32Array(nodes)
    this.#nodes = sites.count > 0 ? this.#build(0, sites.count, 0) : 0
    this.#kinds = Math.min(KINDS, groups.classes)
    this.#dear = this.#costsByKind()
    this.#least = new Float64Array(2 * this.#kinds * this.#nodes)
    this.#price = this.#rise = new Float64Array(sites.count)
    this.setPrices(this.#price)
    this.found = new Int32Array(most)
    this.foundCost = new Int32Array(most)
    this.#foundKey = new Float64Array(most)
  }

  /**
   * Sets the prices, ≥ 0 by site; a site at Infinity is never found. `rise` is how much each price rose
   * since the searches that the `seen` of `cheapest` refers to.
   */
  setPrices(price: Float64Array, rise = price): void {
    this.#price = price
    this.#rise = rise
    const row = 2 * this.#kinds
    const least = this.#least.fill(Infinity)
    for (let node = this.#nodes - 1; node >= 0; node--) {
      const right = this.#right[node]!
      if (right === NONE) this.#lowerLeaf(node)
      else {
        for (let at = 0; at < row; at++) {
          least[row * node + at] = Math.min(least[row * (node + 1) + at]!, least[row * right + at]!)
        }
      }
    }
  }

  #lowerLeaf(node: number): void {
    const kinds = this.#kinds
    const least = this.#least
    for (let i = this.#start[node]!; i < this.#end[node]!; i++) {
      const site = this.#order[i]!
      const type = kinds * this.#sites.type[site]!
      for (let kind = 0; kind < kinds; kind++) {
        const own = this.#dear[type + kind]!
        if (own === Infinity) continue
        const at = 2 * (kinds * node + kind)
        least[at] = Math.min(least[at]!, own + this.#price[site]!)
        least[at + 1] = Math.min(least[at + 1]!, this.#rise[site]!)
      }
    }
  }

  /**
   * Finds the sites in reach that may take this group, with the least cost + price below `below`, at most
   * `most`; of equals the lower site. Fills `found` and `foundCost` and returns their number. Before the
   * prices rose, no site of interest had less than `seen`.
   */
  cheapest(group: number, most: number, below: number, seen = -Infinity): number {
    this.#margin = below - seen
    this.#most = most
    this.#below = below
    this.count = 0
    const point = this.#groupPoint
    placeOnSphere(point, 0, this.#groups.latitude[group]!, this.#groups.longitude[group]!)
    this.#kind = Math.min(this.#groups.class[group]!, KINDS - 1)
    const stack = this.#stack
    const bounds = this.#stackBound
    this.#findTied(group)
    let limit = this.#limit()
    let height = 0
    if (this.#nodes > 0) {
      stack[height] = 0
      bounds[height++] = this.#bound(0, group, limit)
    }
    while (height > 0) {
      const node = stack[--height]!
      if (bounds[height]! > limit) continue
      const right = this.#right[node]!
      if (right === NONE) {
        this.#scan(node, group)
        limit = this.#limit()
        continue
      }
      const left = node + 1
      const leftBound = this.#bound(left, group, limit)
      const rightBound = this.#bound(right, group, limit)
      // The nearer one comes off the stack first.
      const leftFirst = leftBound <= rightBound
      const later = leftFirst ? rightBound : leftBound
      const sooner = leftFirst ? leftBound : rightBound
      if (later <= limit && later < Infinity) {
        stack[height] = leftFirst ? right : left
        bounds[height++] = later
      }
      if (sooner <= limit && sooner < Infinity) {
        stack[height] = leftFirst ? left : right
        bounds[height++] = sooner
      }
    }
    this.beyond = limit
    return this.count
  }

  /** The most that a further site may cost: the worst of those found, once there are enough. */
  #limit(): number {
    return this.count === this.#most ? this.#foundKey[this.#most - 1]! : this.#below
  }

  /** A lower bound on the cost + price of untied sites below the node; Infinity if none can be found there. */
  #bound(node: number, group: number, limit: number): number {
    const of = 2 * (this.#kinds * node + this.#kind)
    const price = this.#least[of]!
    if (price > limit || this.#least[of + 1]! >= this.#margin) return Infinity
    const x = this.#groupPoint[0]!
    const y = this.#groupPoint[1]!
    const z = this.#groupPoint[2]!
    const box = this.#box
    const at = BOX * node
    const dx = Math.max(box[at]! - x, 0, x - box[at + 3]!)
    const dy = Math.max(box[at + 1]! - y, 0, y - box[at + 4]!)
    const dz = Math.max(box[at + 2]! - z, 0, z - box[at + 5]!)
    const distance = nearestPossible(dx * dx + dy * dy + dz * dz)
    if (distance > this.#reach) return Infinity
    return distance + price + this.#leastExtra(group, distance)
  }

  #scan(node: number, group: number): void {
    const x = this.#groupPoint[0]!
    const y = this.#groupPoint[1]!
    const z = this.#groupPoint[2]!
    const groups = this.#groups
    const sites = this.#sites
    const points = this.#points
    const margin = this.#margin
    const below = this.#below
    const last = this.#most - 1
    const untied = this.#costs?.untied ?? 0
    const typesAt = groups.class[group]! * sites.types.length
    for (let i = this.#start[node]!; i < this.#end[node]!; i++) {
      const site = this.#order[i]!
      if (groups.takes[typesAt + sites.type[site]!] === 0) continue
      if (this.#rise[site]! >= margin) continue
      const price = this.#price[site]!
      const limit = this.#limit()
      const dx = points[3 * site]! - x
      const dy = points[3 * site + 1]! - y
      const dz = points[3 * site + 2]! - z
      const possible = nearestPossible(dx * dx + dy * dy + dz * dz)
      if (possible > this.#reach || possible + price + untied > limit) continue
      if (this.#isTied(group, site)) continue
      const distance = this.#distance(group, site)
      if (distance > this.#reach || !this.#covers(site, group, distance)) continue
      const cost = distance + this.#extra(group, site, distance)
      const key = cost + price
      if (key >= below) continue
      const isFull = this.count > last
      if (isFull && (key > limit || (key === limit && site > this.found[last]!))) continue
      this.#insert(site, cost, key)
    }
  }

  /** Starts a search with the sites that the group is tied to, which may cost less than their distance. */
  #findTied(group: number): void {
    const costs = this.#costs
    if (costs === undefined) return
    const { takes, class: classOf } = this.#groups
    const { type, types } = this.#sites
    const last = this.#most - 1
    for (let at = costs.offsets[group]!; at < costs.offsets[group + 1]!; at++) {
      const site = costs.sites[at]!
      if (takes[classOf[group]! * types.length + type[site]!] === 0) continue
      const distance = this.#distance(group, site)
      if (distance > this.#reach || !this.#covers(site, group, distance)) continue
      const cost = distance + this.#extra(group, site, distance) - costs.savings[at]!
      const key = cost + this.#price[site]!
      if (key >= this.#below) continue
      const worst = this.#foundKey[last]!
      const isFull = this.count > last
      if (isFull && (key > worst || (key === worst && site > this.found[last]!))) continue
      this.#insert(site, cost, key)
    }
  }

  #isTied(group: number, site: number): boolean {
    const costs = this.#costs
    if (costs === undefined) return false
    for (let at = costs.offsets[group]!; at < costs.offsets[group + 1]!; at++) {
      if (costs.sites[at] === site) return true
    }
    return false
  }

  /** The cost of an untied site at this distance besides the distance. */
  #extra(group: number, site: number, distance: number): number {
    const { class: classOf } = this.#groups
    const { type, types } = this.#sites
    const least = this.#leastExtra(group, distance)
    const own = this.#costs?.ofType[classOf[group]! * types.length + type[site]!]
    return least + (own ?? 0)
  }

  /** The least cost, besides the distance, of any untied site at this distance or farther. */
  #leastExtra(group: number, distance: number): number {
    const costs = this.#costs
    if (costs === undefined) return 0
    return costs.untied + (distance > costs.standard[group]! ? costs.beyond : 0)
  }

  #distance(group: number, site: number): number {
    return greatCircle(
      this.#groups.latitude[group]!,
      this.#groups.longitude[group]!,
      this.#sites.latitude[site]!,
      this.#sites.longitude[site]!,
    )
  }

  /** Named ZIPs or a radius, either suffices; a site with neither covers every place. */
  #covers(site: number, group: number, distance: number): boolean {
    const radius = this.#sites.radius[site]!
    const zips = this.#sites.zips[site]!
    if (radius === NONE && zips === null) return true
    return (radius !== NONE && distance <= radius) || zips?.has(this.#groups.zip[group]!) === true
  }

  #insert(site: number, cost: number, key: number): void {
    const { found, foundCost } = this
    const keys = this.#foundKey
    let at = Math.min(this.count, this.#most - 1)
    for (; at > 0; at--) {
      const before = keys[at - 1]!
      if (before < key || (before === key && found[at - 1]! < site)) break
      keys[at] = before
      found[at] = found[at - 1]!
      foundCost[at] = foundCost[at - 1]!
    }
    keys[at] = key
    found[at] = site
    foundCost[at] = cost
    this.count = Math.min(this.count + 1, this.#most)
  }

  /** Builds the node and all nodes below it; returns the number after the last. */
  #build(start: number, end: number, node: number): number {
    this.#start[node] = start
    this.#end[node] = end
    this.#right[node] = NONE
    const axis = this.#enclose(start, end, node)
    if (end - start <= LEAF) return node + 1
    const points = this.#points
    this.#order
      .subarray(start, end)
      .sort((a, b) => points[3 * a + axis]! - points[3 * b + axis]! || a - b)
    const middle = (start + end) >> 1
    const right = this.#build(start, middle, node + 1)
    this.#right[node] = right
    return this.#build(middle, end, right)
  }

  /** Stores the bounding box of some sites and returns its longest axis. */
  #enclose(start: number, end: number, node: number): number {
    let longest = 0
    let length = -1
    for (let axis = 0; axis < 3; axis++) {
      let low = Infinity
      let high = -Infinity
      for (let i = start; i < end; i++) {
        const at = this.#points[3 * this.#order[i]! + axis]!
        low = Math.min(low, at)
        high = Math.max(high, at)
      }
      this.#box[BOX * node + axis] = low
      this.#box[BOX * node + 3 + axis] = high
      if (high - low > length) {
        length = high - low
        longest = axis
      }
    }
    return longest
  }

  #costsByKind(): Float64Array {
    const { takes, classes } = this.#groups
    const types = this.#sites.types.length
    const byKind = new Float64Array(types * this.#kinds).fill(Infinity)
    for (let own = 0; own < classes; own++) {
      for (let type = 0; type < types; type++) {
        if (takes[own * types + type] === 0) continue
        const at = type * this.#kinds + Math.min(own, KINDS - 1)
        byKind[at] = Math.min(byKind[at]!, this.#costs?.ofType[own * types + type] ?? 0)
      }
    }
    return byKind
  }
}
