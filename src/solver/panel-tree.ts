/** No limit: more than any number of members. */
export const UNLIMITED = 0x7fffffff

/** The parent of the root's children. */
const ROOT = -1

/** An arc that enters the tree: from its node `end` up to `parent`. */
interface Arc {
  readonly end: number
  readonly parent: number
  readonly cost: number
  /** Members that flow over it. */
  readonly flow: number
}

/**
 * A spanning tree of the assignment network, the state of a network simplex that minimizes total
 * cost. Groups of members send their count to sites, sites to the root; a group may also send
 * members to the root directly, for `leftOutCost` each, which leaves them out.
 *
 * Nodes: site j is j, group g is `sites + g`. A group's parent is a site (or the root), a site's
 * parent a group (or the root), so prices of groups follow from those of sites and only the sites'
 * are kept. Walks step from site to site, over the group between them: they touch the small arrays
 * of sites and little of the large ones.
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
  /** What one more member in this site costs all others; ≥ 0 at the optimum if it is full. */
  readonly price: Float64Array
  /** By node: the parent, the members that flow over the arc to it, and that arc's cost. */
  readonly up: Int32Array
  readonly flow: Int32Array
  readonly cost: Float64Array
  /**
   * By site, and one more for the root: its distance to the root in arcs, and its children
   * (the sites whose parents are groups of this one) as a doubly linked list.
   */
  readonly #depth: Int32Array
  /** Likewise the site above it, or the one for the root. */
  readonly #parent: Int32Array
  readonly #first: Int32Array
  readonly #next: Int32Array
  readonly #previous: Int32Array
  /** By group: the sites whose parent it is. */
  readonly #children: Int32Array
  readonly #path: Int32Array
  readonly #stack: Int32Array
  /** What the last search for a cycle found above the group (A) and above the site (B). */
  #leastA = UNLIMITED
  #leastB = UNLIMITED
  #cutA = ROOT
  #cutB = ROOT
  pivots = 0

  /** Starts with all groups left out. `room` counts members; a site with room 0 takes no part. */
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
    this.#depth = new Int32Array(sites + 1).fill(1)
    this.#depth[sites] = 0
    this.#parent = new Int32Array(sites).fill(sites)
    this.#first = new Int32Array(sites + 1).fill(ROOT)
    this.#next = new Int32Array(sites).fill(ROOT)
    this.#previous = new Int32Array(sites).fill(ROOT)
    this.#children = new Int32Array(counts.length)
    this.#path = new Int32Array(nodes)
    this.#stack = new Int32Array(sites)
  }

  /** The cost of one more member in group `group`. */
  groupPrice(group: number): number {
    const node = this.sites + group
    const home = this.up[node]!
    return home === ROOT ? this.cost[node]! : this.cost[node]! + this.price[home]!
  }

  /**
   * Puts a whole left-out group into a site if the site still has room for one more member after that;
   * returns whether it did. Call it only before the first pivot.
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
    const top = this.#findCycle(from, site)
    const moved = Math.min(this.#leastA, this.#leastB)
    if (moved > 0) {
      for (let node = from; node !== top; node = this.up[node]!) this.#sendDown(node, moved)
      for (let node = site; node !== top; node = this.up[node]!) this.#sendUp(node, moved)
    }
    this.pivots++
    if (this.#leastB <= this.#leastA) {
      this.#hang(this.#cutB, { end: site, parent: from, cost, flow: moved })
    } else this.#hang(this.#cutA, { end: from, parent: site, cost, flow: moved })
  }

  /**
   * Climbs from a group and a site to the node where their paths to the root meet, and returns it.
   * Records the node of each path that can spare least: of equals the last on the cycle from its top,
   * which is the lowest above the group and the highest above the site.
   */
  #findCycle(from: number, site: number): number {
    const { sites, up, flow } = this
    const depth = this.#depth
    const level = this.#depthOf(from)
    this.#leastA = this.#leastB = UNLIMITED
    let b = site
    while (depth[b]! > level) {
      if (up[b] === from) {
        this.#noteB(b)
        return from
      }
      b = this.#climbB(b)
    }
    this.#leastA = flow[from]!
    this.#cutA = from
    let a = up[from] === ROOT ? sites : up[from]!
    while (a !== b) {
      if (depth[a]! < depth[b]!) {
        b = this.#climbB(b)
      } else if (depth[a] === depth[b] && up[a] === up[b] && up[a] !== ROOT) {
        this.#noteB(b)
        return up[a]!
      } else {
        a = this.#climbA(a)
      }
    }
    return a === sites ? ROOT : a
  }

  /** Steps from a site to the next one above it and records how much can flow down between them. */
  #climbA(site: number): number {
    // Nothing is less than 0, and most pivots reach 0 soon.
    if (this.#leastA > 0) {
      const group = this.up[site]!
      const spare = group === ROOT ? this.load[site]! : this.flow[group]!
      if (spare < this.#leastA) {
        this.#leastA = spare
        this.#cutA = group === ROOT ? site : group
      }
    }
    return this.#parent[site]!
  }

  /** Steps up in the same way and records how much can flow up. */
  #climbB(site: number): number {
    this.#noteB(site)
    return this.#parent[site]!
  }

  #noteB(site: number): void {
    const spare = this.#spareUp(site)
    if (spare > this.#leastB) return
    this.#leastB = spare
    this.#cutB = site
  }

  /** Brings in the arc that leaves members of the group out; its reduced cost must be negative. */
  enterLeftOut(group: number): void {
    const from = this.sites + group
    const [least, cut] = this.#leastDown(from)
    for (let node = from; node !== ROOT; node = this.up[node]!) this.#sendDown(node, least)
    this.pivots++
    this.#hang(cut, { end: from, parent: ROOT, cost: this.leftOutCost, flow: least })
  }

  /** Lets an empty site with a positive price fill up, or a full one with a negative price empty. */
  enterRoom(site: number): void {
    this.pivots++
    const load = this.load[site]!
    if (load === 0) {
      const [least, cut] = this.#leastDown(site)
      const moved = Math.min(least, this.room[site]!)
      for (let node = site; node !== ROOT; node = this.up[node]!) this.#sendDown(node, moved)
      if (this.room[site]! > least) this.#hang(cut, { end: site, parent: ROOT, cost: 0, flow: 0 })
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
    if (load >= least) this.#hang(cut, { end: site, parent: ROOT, cost: 0, flow: 0 })
    this.load[site] = load - moved
  }

  /** Returns whether the site's arc to the root is outside the tree. */
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
   * Cuts off the subtree of `cut` and attaches it by the entering arc. Every arc between `cut` and the
   * end of that arc is reversed.
   */
  #hang(cut: number, { end, parent, cost, flow }: Arc): void {
    const { sites, up } = this
    const rise = this.#priceUnder(parent, end, cost) - this.#priceOf(end)
    const path = this.#path
    let length = 0
    for (let node = end; ; node = up[node]!) {
      path[length++] = node
      if (node === cut) break
    }
    for (let i = 0; i < length; i++) {
      const node = path[i]!
      if (node < sites) this.#unlist(node)
    }
    for (let i = 0; i < length; i++) {
      const node = path[i]!
      const home = i === 0 ? parent : path[i - 1]!
      if (node >= sites && this.#children[node - sites]! > 0) this.#moveChildren(node, home)
    }
    for (let i = length - 2; i >= 0; i--) {
      const node = path[i]!
      const above = path[i + 1]!
      up[above] = node
      this.flow[above] = this.flow[node]!
      this.cost[above] = this.cost[node]!
    }
    up[end] = parent
    this.cost[end] = cost
    this.flow[end] = flow
    for (let i = 0; i < length; i++) {
      const node = path[i]!
      if (node < sites) this.#list(node, this.#above(up[node]!))
    }
    if (end < sites) this.#shift(end, this.#above(parent), rise)
    else if (this.#children[end - sites]! > 0) {
      // Its children are on the list of its new parent, with those of other groups.
      const home = parent === ROOT ? sites : parent
      for (let child = this.#first[home]!; child !== ROOT; child = this.#next[child]!) {
        if (up[child] === end) this.#shift(child, home, rise)
      }
    }
  }

  /** Returns the price of a site or a group. */
  #priceOf(node: number): number {
    return node < this.sites ? this.price[node]! : this.groupPrice(node - this.sites)
  }

  /** Returns the price that `node` has with this parent, over an arc of this cost. */
  #priceUnder(parent: number, node: number, cost: number): number {
    if (parent === ROOT) return node < this.sites ? 0 : cost
    return node < this.sites ? this.#priceOf(parent) - cost : this.#priceOf(parent) + cost
  }

  /** Returns the site, or the root, that a group is a child of; the root if there is no group. */
  #above(group: number): number {
    const home = group === ROOT ? ROOT : this.up[group]!
    return home === ROOT ? this.sites : home
  }

  /** Raises the prices of a site and all below it, and computes their distances to the root again. */
  #shift(top: number, above: number, rise: number): void {
    const { price } = this
    const depth = this.#depth
    const first = this.#first
    const next = this.#next
    const stack = this.#stack
    depth[top] = this.up[top] === ROOT ? 1 : depth[above]! + 2
    price[top]! += rise
    let height = 0
    stack[height++] = top
    while (height > 0) {
      const site = stack[--height]!
      const below = depth[site]! + 2
      for (let child = first[site]!; child !== ROOT; child = next[child]!) {
        depth[child] = below
        price[child]! += rise
        // Most have no children.
        if (first[child] !== ROOT) stack[height++] = child
      }
    }
  }

  /** Adds the children of a group that moves to the site `home` (or the root) to the list there. */
  #moveChildren(group: number, home: number): void {
    const to = home === ROOT ? this.sites : home
    let left = this.#children[group - this.sites]!
    for (let child = this.#first[this.#above(group)]!; left > 0;) {
      const after = this.#next[child]!
      if (this.up[child] === group) {
        this.#unlist(child)
        this.#list(child, to)
        left--
      }
      child = after
    }
  }

  /** Removes a site from the list of the site above it. */
  #unlist(site: number): void {
    const group = this.up[site]!
    if (group === ROOT) return
    this.#children[group - this.sites]!--
    const before = this.#previous[site]!
    const after = this.#next[site]!
    if (before === ROOT) this.#first[this.#above(group)] = after
    else this.#next[before] = after
    if (after !== ROOT) this.#previous[after] = before
  }

  /** Adds a site to the list of the site `above`, or of the root; its own parent must be a group. */
  #list(site: number, above: number): void {
    this.#parent[site] = above
    const group = this.up[site]!
    if (group === ROOT) return
    this.#children[group - this.sites]!++
    const head = this.#first[above]!
    this.#first[above] = site
    this.#next[site] = head
    this.#previous[site] = ROOT
    if (head !== ROOT) this.#previous[head] = site
  }
}
