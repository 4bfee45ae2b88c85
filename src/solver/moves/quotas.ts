import { type MoveInput, NONE } from './move-problem.ts'
import { Seating } from './seating.ts'

/**
 * Computes how many members each destination takes: as many as possible in total, as many of those as
 * possible at destinations that fill first, and then in proportion to the weights as nearly as the pairs
 * and the room allow. Members are added one by one where that leaves the shares most equal, which
 * minimizes the sum of squared counts over weights; ties go to the destination named first.
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

/** Returns the index in `open` of the destination whose next member weighs least. */
function leastServed(open: readonly number[], load: Int32Array, weight: Float64Array): number {
  let best = 0
  for (let at = 1; at < open.length; at++) {
    const [site, other] = [open[at]!, open[best]!]
    if ((2 * load[site]! + 1) * weight[other]! < (2 * load[other]! + 1) * weight[site]!) best = at
  }
  return best
}

/** Equal weights, or the room left; a panel without a limit weighs as one with room for all members. */
export function weightsOf({ distribution, room, offsets }: MoveInput): Float64Array {
  const members = offsets.length - 1
  return Float64Array.from(room, (seats) => {
    if (distribution !== 'by_room') return 1
    return seats === NONE ? members : seats
  })
}
