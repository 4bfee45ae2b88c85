import { type MoveInput, NONE } from './move-problem.ts'
import { Seating } from './seating.ts'

/**
 * How many members each destination takes: as many as possible in all, those that fill first as many
 * as possible of them, and then each in proportion to its weight, as nearly as the pairs and the room
 * allow. One member after the other goes where that leaves the shares most equal, so that the sum of
 * counts squared over weights is least; of equals the destination that was named first.
 */
export function quotasOf(input: MoveInput, weight: Float64Array): Int32Array {
  const seating = new Seating(input)
  for (const first of [1, 0]) {
    const open = [...weight.keys()].filter(
      (site) => input.isFirst[site] === first && weight[site]! > 0,
    )
    while (open.length > 0) {
      const at = leastServed(open, seating.load, weight)
      if (!seating.addOne(open[at]!)) open.splice(at, 1)
    }
  }
  return seating.load
}

/** Of these destinations the place of the one whose next member weighs least. */
function leastServed(open: readonly number[], load: Int32Array, weight: Float64Array): number {
  let best = 0
  for (let at = 1; at < open.length; at++) {
    const [site, other] = [open[at]!, open[best]!]
    if ((2 * load[site]! + 1) * weight[other]! < (2 * load[other]! + 1) * weight[site]!) best = at
  }
  return best
}

/** Equal weights, or the room that is left; a panel without a limit counts as one for all members. */
export function weightsOf({ distribution, room, offsets }: MoveInput): Float64Array {
  const members = offsets.length - 1
  return Float64Array.from(room, (seats) => {
    if (distribution !== 'by_room') return 1
    return seats === NONE ? members : seats
  })
}
