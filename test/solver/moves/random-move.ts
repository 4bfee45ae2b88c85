import fc from 'fast-check'
import { type Distribution, type MoveInput, NONE } from '../../../src/solver/moves/move-problem.ts'

/** A move as a test writes it: for each member the distance to each destination; null = not allowed. */
export interface Move {
  readonly distribution: Distribution
  readonly rooms: readonly number[]
  readonly first: readonly boolean[]
  readonly members: readonly (readonly (number | null)[])[]
}

export const inputOf = ({ distribution, rooms, first, members }: Move): MoveInput => {
  const offsets = [0]
  const sites: number[] = []
  const distance: number[] = []
  for (const row of members) {
    row.forEach((miles, site) => {
      if (miles === null) return
      sites.push(site)
      distance.push(miles)
    })
    offsets.push(sites.length)
  }
  return {
    distribution,
    offsets: Int32Array.from(offsets),
    sites: Int32Array.from(sites),
    distance: Int32Array.from(distance),
    room: Int32Array.from(rooms),
    isFirst: Uint8Array.from(first, Number),
  }
}

/** Small moves of every awkward kind; distances are few, so that ties abound. */
export const movesOf = (distributions: readonly Distribution[], most = 7): fc.Arbitrary<Move> =>
  fc.integer({ min: 1, max: 4 }).chain((sites) =>
    fc.record({
      distribution: fc.constantFrom(...distributions),
      rooms: fc.array(fc.constantFrom(0, 1, 1, 2, 3, NONE), { minLength: sites, maxLength: sites }),
      first: fc.array(fc.constantFrom(false, false, true), { minLength: sites, maxLength: sites }),
      members: fc.array(
        fc.array(fc.constantFrom(null, 0, 1, 2, 5, 9), { minLength: sites, maxLength: sites }),
        { maxLength: most },
      ),
    }),
  )

/** Every way to seat the members, each one's destination or NONE, room kept. */
export function* allWays({ members, rooms }: Move): Generator<number[]> {
  const left = rooms.map((room) => (room === NONE ? Infinity : room))
  const way: number[] = []
  function* from(member: number): Generator<number[]> {
    const row = members[member]
    if (!row) {
      yield [...way]
      return
    }
    way[member] = NONE
    yield* from(member + 1)
    for (const [site, miles] of row.entries()) {
      if (miles === null || left[site] === 0) continue
      left[site]!--
      way[member] = site
      yield* from(member + 1)
      left[site]!++
    }
  }
  yield* from(0)
}
