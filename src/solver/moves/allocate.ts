import { UNLIMITED } from '../panel-tree.ts'
import { cheapest } from './cheapest.ts'
import { type Allocation, type MoveInput, NONE } from './move-problem.ts'
import { quotasOf, weightsOf } from './quotas.ts'

/**
 * Allocates the members of a move: places as many as possible, exceeds no destination's room, and then
 * minimizes the total distance. `evenly` and `by_room` first fix how many each destination takes. The
 * result depends on the set of members and pairs and on the order of destinations, not on row order.
 */
export function allocate(input: MoveInput): Allocation {
  const shares = input.distribution === 'evenly' || input.distribution === 'by_room'
  const room = shares
    ? quotasOf(input, weightsOf(input))
    : input.room.map((seats) => (seats === NONE ? UNLIMITED : seats))
  const longest = input.distance.reduce((most, one) => Math.max(most, one), 0)
  // A destination that fills later costs more than any chain of shorter distances could save.
  const later = (room.length + 2) * (longest + 1)
  const costs = Float64Array.from(input.distance, (distance, at) => {
    const miles = distance === NONE ? longest : distance
    return input.isFirst[input.sites[at]!] === 1 ? miles : miles + later
  })
  return cheapest({ offsets: input.offsets, sites: input.sites, costs, room })
}
