import { type MoveInput, NONE } from './move-problem.ts'

/**
 * A seating that adds one member at a time. Members who may go to the same destinations are one kind. A
 * seated member may move to another destination to free a seat, along a chain of kinds.
 */
export class Seating {
  /** By destination: members seated. */
  readonly load: Int32Array
  readonly #room: Int32Array
  /** By kind: where it may go, members not seated yet, and members seated by destination. */
  readonly #sites: Int32Array[] = []
  readonly #left: number[] = []
  readonly #seated: Int32Array[] = []
  /** By destination: the kinds that may go there. */
  readonly #kinds: number[][]

  constructor({ offsets, sites, room }: MoveInput) {
    this.load = new Int32Array(room.length)
    this.#room = room
    this.#kinds = Array.from(room, () => [])
    const kindByKey = new Map<string, number>()
    for (let member = 0; member + 1 < offsets.length; member++) {
      const allowed = sites.slice(offsets[member]!, offsets[member + 1]!).sort()
      const key = allowed.join()
      let kind = kindByKey.get(key)
      if (kind === undefined) {
        kind = this.#left.length
        kindByKey.set(key, kind)
        this.#sites.push(allowed)
        this.#left.push(0)
        this.#seated.push(new Int32Array(room.length))
        for (const site of allowed) this.#kinds[site]!.push(kind)
      }
      this.#left[kind]!++
    }
  }

  /** Seats one more member at this destination and no fewer elsewhere; false if that is impossible. */
  addOne(target: number): boolean {
    const room = this.#room[target]!
    if (room !== NONE && this.load[target]! >= room) return false
    // Search backwards from the destination for a kind that could take a seat there and free another.
    const kindFor = new Int32Array(this.load.length).fill(NONE)
    const nextSite = new Int32Array(this.load.length).fill(NONE)
    const isSeen = new Uint8Array(this.load.length)
    const queue = [target]
    isSeen[target] = 1
    for (const site of queue) {
      for (const kind of this.#kinds[site]!) {
        if (this.#left[kind]! > 0) {
          this.#left[kind]!--
          this.#shift(kind, site, kindFor, nextSite)
          this.load[target]!++
          return true
        }
        for (const other of this.#sites[kind]!) {
          if (isSeen[other] === 1 || this.#seated[kind]![other] === 0) continue
          isSeen[other] = 1
          kindFor[other] = kind
          nextSite[other] = site
          queue.push(other)
        }
      }
    }
    return false
  }

  /** Seats one of `kind` at `site`; the member whose seat it was moves on, and so on to the target. */
  #shift(kind: number, site: number, kindFor: Int32Array, nextSite: Int32Array): void {
    this.#seated[kind]![site]!++
    for (let at = site; nextSite[at] !== NONE; at = nextSite[at]!) {
      const leaving = kindFor[at]!
      this.#seated[leaving]![at]!--
      this.#seated[leaving]![nextSite[at]!]!++
    }
  }
}
