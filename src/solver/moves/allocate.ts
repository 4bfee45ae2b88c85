import { UNLIMITED } from '../panel-tree.ts'
import { cheapest } from './cheapest.ts'
import { type Allocation, type MoveInput, NONE } from './move-problem.ts'
import { quotasOf, weightsOf } from './quotas.ts'

/**
 * Shares the members of a move out: as many as possible are placed, no destination beyond its room;
 * `evenly` and `by_room` first settle how many each takes; then the total distance is least. A function
 * of the set of members and pairs and of the order of destinations: no order of rows has a say.
 */
export function allocate(input: MoveInput): Allocation {
  const shares = input.distribution === 'evenly' || input.distribution === 'by_room'
  const room = shares
    ? quotasOf(input, weightsOf(input))
    : input.room.map((seats) => (seats === NONE ? UNLIMITED : seats))
  const longest = input.distance.reduce((most, one) => Math.max(most, one), 0)
  // A destination that fills later costs more than all chains of shorter ways could save.
  const later = (room.length + 2) * (longest + 1)
  const costs = Float64Array.from(input.distance, (distance, at) => {
    const miles = distance === NONE ? longest : distance
    return input.isFirst[input.sites[at]!] === 1 ? miles : miles + later
  })
  return cheapest({ offsets: input.offsets, sites: input.sites, costs, room })
}
