import type { Cell } from '../../engine/engine.ts'
import { toUnits } from '../../solver/great-circle.ts'
import { numberOr } from '../../engine/read-columns.ts'
import { type Distribution, type MoveInput, NONE } from '../../solver/moves/move-problem.ts'

/** A move with the ids of the indices in its input. */
export interface ReadMove {
  readonly requestId: string
  readonly members: readonly string[]
  readonly providers: readonly string[]
  readonly input: MoveInput
}

type Row = (column: string) => Cell

/** Reads rows of assignment.move_option, ordered by request, member and destination, into moves. */
export class OptionReader {
  readonly #drafts: Draft[] = []

  take(cell: Row): void {
    const requestId = String(cell('request_id'))
    let draft = this.#drafts.at(-1)
    if (draft?.requestId !== requestId) {
      draft = new Draft(requestId, distributionOf(cell('distribution')))
      this.#drafts.push(draft)
    }
    draft.take(cell)
  }

  get moves(): readonly ReadMove[] {
    return this.#drafts.map((draft) => draft.finished())
  }
}

class Draft {
  readonly requestId: string
  readonly #distribution: Distribution
  readonly #members: string[] = []
  readonly #providers = new Map<string, number>()
  readonly #room: number[] = []
  readonly #isFirst: number[] = []
  readonly #offsets = [0]
  readonly #sites: number[] = []
  readonly #distance: number[] = []

  constructor(requestId: string, distribution: Distribution) {
    this.requestId = requestId
    this.#distribution = distribution
  }

  take(cell: Row): void {
    const member = String(cell('member_id'))
    if (this.#members.at(-1) !== member) {
      this.#members.push(member)
      this.#offsets.push(this.#sites.length)
    }
    if (cell('passes') !== true) return
    const site = this.#siteOf(String(cell('provider_id')), cell('is_first') === true)
    // If an exception lifts the limit for some members only, the limit of the panel remains.
    this.#room[site] = Math.max(this.#room[site]!, numberOr(cell('room'), NONE))
    const miles = cell('distance_miles')
    this.#sites.push(site)
    this.#distance.push(typeof miles === 'number' ? toUnits(miles) : NONE)
    this.#offsets[this.#members.length] = this.#sites.length
  }

  finished(): ReadMove {
    const inOrder = [...this.#providers.keys()]
    return {
      requestId: this.requestId,
      members: this.#members,
      providers: inOrder,
      input: {
        distribution: this.#distribution,
        offsets: Int32Array.from(this.#offsets),
        sites: Int32Array.from(this.#sites),
        distance: Int32Array.from(this.#distance),
        room: Int32Array.from(this.#room),
        isFirst: Uint8Array.from(this.#isFirst),
      },
    }
  }

  #siteOf(provider: string, isFirst: boolean): number {
    const known = this.#providers.get(provider)
    if (known !== undefined) return known
    const site = this.#providers.size
    this.#providers.set(provider, site)
    this.#room.push(NONE)
    this.#isFirst.push(Number(isFirst))
    return site
  }
}

const distributionOf = (cell: Cell): Distribution =>
  cell === 'evenly' || cell === 'by_room' || cell === 'nearest' ? cell : 'one'
