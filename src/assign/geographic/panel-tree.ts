/** No limit: more than any number of members. */
export const UNLIMITED = 0x7fffffff

/** The parent of what hangs from the root. */
const ROOT = -1

/**
 * A spanning tree of the assignment network, the state of a network simplex that minimises total
 * cost. Groups of members send their count to sites, sites to the root; a group may also send
 * members to the root directly, for `leftOutCost` each, which leaves them out.
 *
 * Nodes: site j is j, group g is `sites + g`. A group's parent is a site (or the root), a site's
 * parent a group (or the root), so prices of groups follow from those of sites and only the sites'
 * are kept; groups without children, nearly all, take no part in walks over subtrees.
 *
 * The tree stays strongly feasible (every node can send one more member towards the root), which
 * with the choice of the leaving arc below rules out cycling.
 */
export class PanelTree {
  readonly sites: number
  readonly leftOutCost: number
  readonly room: Int32Array
  /** Members in each site. */
  readonly load: Int32Array
  /** What one more member in this site costs all others; ≥ 0 at the optimum where it is full. */
  readonly price: Float64Array
  /** By node: the parent, the members that flow over the arc to it, and that arc's cost. */
  readonly up: Int32Array
  readonly flow: Int32Array
  readonly cost: Float64Array
  /** Distance to the root in arcs, kept for sites. */
  readonly #depth: Int32Array
  /** Children, as doubly linked lists: a group's sites, and a site's groups that have sites. */
  readonly #first: Int32Array
  readonly #next: Int32Array
  readonly #previous: Int32Array
  readonly #path: Int32Array
  readonly #stack: Int32Array
  pivots = 0

  /** All groups left out. `room` counts members; a site with room 0 can take no part. */
  constructor(counts: Int32Array, room: Int32Array, leftOutCost: number) {
    const sites = room.length
    const nodes = sites + counts.length
    this.sites = sites
    this.leftOutCost = leftOutCost
    this.room = room
    this.load = new Int32Array(sites)
    this.price = new Float64Array(sites)
    this.up = new Int32Array(nodes).fill(ROOT)
    this.flow = new Int32Array(nodes)
    this.flow.set(counts, sites)
    this.cost = new Float64Array(nodes).fill(leftOutCost, sites)
    this.#depth = new Int32Array(sites).fill(1)
    this.#first = new Int32Array(nodes).fill(ROOT)
    this.#next = new Int32Array(nodes).fill(ROOT)
    this.#previous = new Int32Array(nodes).fill(ROOT)
    this.#path = new Int32Array(nodes)
    this.#stack = new Int32Array(nodes)
  }

  /** What one more member in group `group` would cost. */
  groupPrice(group: number): number {
    const node = this.sites + group
    const home = this.up[node]!
    return home === ROOT ? this.cost[node]! : this.cost[node]! + this.price[home]!
  }

  /**
   * Puts a whole group that is left out into a site that keeps room for one more after it; says
   * whether it did. Only before the first pivot.
   */
  seat(group: number, site: number, cost: number): boolean {
    const node = this.sites + group
    const count = this.flow[node]!
    if (this.room[site]! - this.load[site]! <= count) return false
    this.load[site]! += count
    this.up[node] = site
    this.cost[node] = cost
    return true
  }

  /** Brings the arc from a group to a site into the tree; its reduced cost must be negative. */
  enterSite(group: number, site: number, cost: number): void {
    const from = this.sites + group
    let a = from
    let b = site
    let depthA = this.#depthOf(from)
    let depthB = this.#depth[site]!
    let leastA = UNLIMITED
    let leastB = UNLIMITED
    let cutA = ROOT
    let cutB = ROOT
    // Of equal minima the last arc on the cycle from its top leaves: strictly less while climbing
    // from the group, less or equal while climbing from the site.
    while (a !== b) {
      if (depthA >= depthB) {
        const spare = this.#spareDown(a)
        if (spare < leastA) {
          leastA = spare
          cutA = a
        }
        a = this.up[a]!
        depthA--
      } else {
        const spare = this.#spareUp(b)
        if (spare <= leastB) {
          leastB = spare
          cutB = b
        }
        b = this.up[b]!
        depthB--
      }
    }
    const moved = Math.min(leastA, leastB)
    if (moved > 0) {
      for (let node = from; node !== a; node = this.up[node]!) this.#sendDown(node, moved)
      for (let node = site; node !== a; node = this.up[node]!) this.#sendUp(node, moved)
    }
    this.pivots++
    if (leastB <= leastA) this.#hang(site, cutB, from, cost, moved)
    else this.#hang(from, cutA, site, cost, moved)
  }

  /** Brings in the arc that leaves members of the group out; its reduced cost must be negative. */
  enterLeftOut(group: number): void {
    const from = this.sites + group
    const [least, cut] = this.#leastDown(from)
    for (let node = from; node !== ROOT; node = this.up[node]!) this.#sendDown(node, least)
    this.pivots++
    this.#hang(from, cut, ROOT, this.leftOutCost, least)
  }

  /** Lets an empty site with a positive price fill up, or a full one with a negative price empty. */
  enterRoom(site: number): void {
    this.pivots++
    const load = this.load[site]!
    if (load === 0) {
      const [least, cut] = this.#leastDown(site)
      const moved = Math.min(least, this.room[site]!)
      for (let node = site; node !== ROOT; node = this.up[node]!) this.#sendDown(node, moved)
      if (this.room[site]! > least) this.#hang(site, cut, ROOT, 0, 0)
      this.load[site] = moved
      return
    }
    let least = UNLIMITED
    let cut = ROOT
    for (let node = site; node !== ROOT; node = this.up[node]!) {
      const spare = this.#spareUp(node)
      if (spare <= least) {
        least = spare
        cut = node
      }
    }
    const moved = Math.min(least, load)
    for (let node = site; node !== ROOT; node = this.up[node]!) this.#sendUp(node, moved)
    if (load >= least) this.#hang(site, cut, ROOT, 0, 0)
    this.load[site] = load - moved
  }

  /** Whether the site's arc to the root is outside the tree. */
  isTied(site: number): boolean {
    return this.up[site] !== ROOT
  }

  #leastDown(from: number): [least: number, cut: number] {
    let least = UNLIMITED
    let cut = ROOT
    for (let node = from; node !== ROOT; node = this.up[node]!) {
      const spare = this.#spareDown(node)
      if (spare < least) {
        least = spare
        cut = node
      }
    }
    return [least, cut]
  }

  #depthOf(node: number): number {
    if (node < this.sites) return this.#depth[node]!
    const home = this.up[node]!
    return home === ROOT ? 1 : this.#depth[home]! + 1
  }

  /** How many more members can flow from the parent to this node. */
  #spareDown(node: number): number {
    if (node >= this.sites) return this.flow[node]!
    return this.up[node] === ROOT ? this.load[node]! : UNLIMITED
  }

  /** How many more members can flow from this node to its parent. */
  #spareUp(node: number): number {
    if (node >= this.sites) return UNLIMITED
    if (this.up[node] !== ROOT) return this.flow[node]!
    const room = this.room[node]!
    return room === UNLIMITED ? UNLIMITED : room - this.load[node]!
  }

  #sendDown(node: number, moved: number): void {
    if (node >= this.sites) this.flow[node]! -= moved
    else if (this.up[node] === ROOT) this.load[node]! -= moved
    else this.flow[node]! += moved
  }

  #sendUp(node: number, moved: number): void {
    if (node >= this.sites) this.flow[node]! += moved
    else if (this.up[node] === ROOT) this.load[node]! += moved
    else this.flow[node]! -= moved
  }

  /**
   * Cuts the subtree of `cut` off and hangs it by its node `end` from `parent`, over an arc of
   * this cost and flow: every arc between the two turns round.
   */
  #hang(end: number, cut: number, parent: number, cost: number, flow: number): void {
    const path = this.#path
    let length = 0
    for (let node = end; ; node = this.up[node]!) {
      path[length++] = node
      if (node === cut) break
    }
    for (let i = 0; i < length; i++) this.#unlist(path[i]!)
    for (let i = length - 2; i >= 0; i--) {
      const node = path[i]!
      const above = path[i + 1]!
      this.up[above] = node
      this.flow[above] = this.flow[node]!
      this.cost[above] = this.cost[node]!
    }
    this.up[end] = parent
    this.cost[end] = cost
    this.flow[end] = flow
    for (let i = 0; i < length; i++) this.#list(path[i]!)
    this.#price(end)
  }

  /** Computes price and depth anew below and at `top`. */
  #price(top: number): void {
    const { sites, up, price, cost } = this
    const stack = this.#stack
    let height = 0
    stack[height++] = top
    while (height > 0) {
      const node = stack[--height]!
      if (node < sites) {
        const group = up[node]!
        if (group === ROOT) {
          price[node] = 0
          this.#depth[node] = 1
        } else {
          price[node] = this.groupPrice(group - sites) - cost[node]!
          this.#depth[node] = this.#depthOf(group) + 1
        }
      }
      for (let child = this.#first[node]!; child !== ROOT; child = this.#next[child]!) {
        stack[height++] = child
      }
    }
  }

  /** Takes a node off its parent's list, and a group that loses its last site off its own parent's. */
  #unlist(node: number): void {
    const parent = this.up[node]!
    if (parent === ROOT || (node >= this.sites && this.#first[node] === ROOT)) return
    const before = this.#previous[node]!
    const after = this.#next[node]!
    if (before === ROOT) this.#first[parent] = after
    else this.#next[before] = after
    if (after !== ROOT) this.#previous[after] = before
    const last = before === ROOT && after === ROOT
    if (!last || parent < this.sites) return
    // The group is a leaf now: unlist it as it was while it still had a child.
    this.#first[parent] = node
    this.#unlist(parent)
    this.#first[parent] = ROOT
  }

  /** Puts a node on its parent's list, and a group with its first site on its own parent's. */
  #list(node: number): void {
    const parent = this.up[node]!
    if (parent === ROOT || (node >= this.sites && this.#first[node] === ROOT)) return
    const head = this.#first[parent]!
    this.#first[parent] = node
    this.#next[node] = head
    this.#previous[node] = ROOT
    if (head !== ROOT) this.#previous[head] = node
    else if (parent >= this.sites) this.#list(parent)
  }
}
