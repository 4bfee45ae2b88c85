import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate } from '../../../src/solver/moves/allocate.ts'
import { type Distribution, NONE } from '../../../src/solver/moves/move-problem.ts'
import { type Move, allWays, inputOf, movesOf } from './random-move.ts'

const all: readonly Distribution[] = ['one', 'evenly', 'by_room', 'nearest']
const numRuns = Number(process.env.EMPANEL_PROPERTY_RUNS ?? 300)

const countsOf = (way: Iterable<number>, sites: number): number[] => {
  const counts = Array.from({ length: sites }, () => 0)
  for (const site of way) if (site !== NONE) counts[site]!++
  return counts
}

const milesOf = (way: readonly number[], { members }: Move): number =>
  way.reduce((sum, site, member) => sum + (site === NONE ? 0 : (members[member]?.[site] ?? 0)), 0)

/** What is least at the best way: left without, then not where it fills first, then as it is shared. */
const rank = (way: readonly number[], move: Move): number[] => {
  const counts = countsOf(way, move.rooms.length)
  const later = way.filter((site) => site !== NONE && !move.first[site]).length
  const shared = (wanted: boolean): number => {
    if (move.distribution !== 'evenly' && move.distribution !== 'by_room') return 0
    return counts.reduce((sum, count, site) => {
      const room = move.rooms[site] === NONE ? move.members.length : (move.rooms[site] ?? 0)
      const weight = move.distribution === 'evenly' ? 1 : room
      return sum + (move.first[site] === wanted && count > 0 ? (count * count) / weight : 0)
    }, 0)
  }
  return [way.filter((site) => site === NONE).length, later, shared(true), shared(false)]
}

const isLess = (a: readonly number[], b: readonly number[]): boolean => {
  const at = a.findIndex((value, i) => Math.abs(value - (b[i] ?? 0)) > 1e-9)
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0)
}

const anyone = (members: number, sites: number): number[][] =>
  Array.from({ length: members }, () => Array.from({ length: sites }, () => 1))

const move = (more: Partial<Move>): Move => {
  const rooms = more.rooms ?? [NONE, NONE, NONE]
  return { distribution: 'evenly', rooms, first: rooms.map(() => false), members: [], ...more }
}

describe('the allocation of a move', () => {
  it('conserves members, keeps room and goes only where it may', () => {
    fc.assert(
      fc.property(movesOf(all, 40), (given) => {
        const way = [...allocate(inputOf(given))]
        expect(way).toHaveLength(given.members.length)
        const counts = countsOf(way, given.rooms.length)
        given.rooms.forEach((room, site) => {
          if (room !== NONE) expect(counts[site]).toBeLessThanOrEqual(room)
        })
        way.forEach((site, member) => {
          if (site !== NONE) expect(given.members[member]?.[site]).not.toBeNull()
        })
      }),
      { numRuns },
    )
  })

  it('is the best of all ways: fewest without, those that fill first, the shares', () => {
    fc.assert(
      fc.property(movesOf(all, 6), (given) => {
        const found = rank([...allocate(inputOf(given))], given)
        for (const way of allWays(given)) expect(isLess(rank(way, given), found)).toBe(false)
      }),
      { numRuns },
    )
  })

  it('then the least miles: of all ways for nearest, of those with its counts for the others', () => {
    fc.assert(
      fc.property(movesOf(all, 6), (given) => {
        const found = [...allocate(inputOf(given))]
        const counts = countsOf(found, given.rooms.length).join()
        const shares = given.distribution === 'evenly' || given.distribution === 'by_room'
        const best = rank(found, given)
        for (const way of allWays(given)) {
          if (shares && countsOf(way, given.rooms.length).join() !== counts) continue
          if (isLess(best, rank(way, given))) continue
          expect(milesOf(way, given)).toBeGreaterThanOrEqual(milesOf(found, given))
        }
      }),
      { numRuns },
    )
  })

  it('does not change with the order in which pairs stand', () => {
    fc.assert(
      fc.property(movesOf(all, 20), (given) => {
        const input = inputOf(given)
        const turned = inputOf(given)
        for (let member = 0; member < given.members.length; member++) {
          const [from, to] = [input.offsets[member], input.offsets[member + 1]]
          turned.sites.subarray(from, to).reverse()
          turned.distance.subarray(from, to).reverse()
        }
        expect([...allocate(turned)]).toEqual([...allocate(input)])
      }),
      { numRuns },
    )
  })

  it('evenly: counts differ by at most one where all pairs are allowed', () => {
    for (const members of [0, 1, 2, 300, 301, 302]) {
      const counts = countsOf(allocate(inputOf(move({ members: anyone(members, 3) }))), 3)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      expect(counts.reduce((a, b) => a + b)).toBe(members)
    }
  })

  it('evenly: whom only one may have, it has, and the others share the rest', () => {
    const members = [...anyone(6, 2), [1, null], [1, null]]
    expect(countsOf(allocate(inputOf(move({ rooms: [NONE, NONE], members }))), 2)).toEqual([4, 4])
  })

  it('by room: in proportion to the room that is left', () => {
    const given = move({ distribution: 'by_room', rooms: [10, 20, 30], members: anyone(30, 3) })
    expect(countsOf(allocate(inputOf(given)), 3)).toEqual([5, 10, 15])
  })

  it('nearest: under capacity, the fewest without, then the fewest miles', () => {
    const members = [
      [1, 2],
      [1, 9],
      [1, null],
    ]
    const given = move({ distribution: 'nearest', rooms: [2, 2], members })
    expect([...allocate(inputOf(given))]).toEqual([1, 0, 0])
  })

  it('same practice first: it fills before the others, and nobody stays out for it', () => {
    const members = [...anyone(5, 2), [9, null]]
    const first = [true, false]
    for (const distribution of ['evenly', 'by_room', 'nearest'] as const) {
      const given = move({ distribution, rooms: [4, 3], first, members })
      expect(countsOf(allocate(inputOf(given)), 2)).toEqual([4, 2])
    }
  })
})
