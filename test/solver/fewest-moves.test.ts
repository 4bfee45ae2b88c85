import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NONE } from '../../src/solver/problem.ts'
import { solveRebalance } from '../../src/solver/fewest-moves.ts'
import {
  type Member,
  type Panel,
  allowed,
  member,
  miles,
  panel,
  payers,
  problem,
} from './random-problem.ts'

/** A payer whose first panels have too many members; each member has one of those. */
interface Payer {
  readonly members: readonly Member[]
  readonly panels: readonly Panel[]
  /** By member: the place of their panel among `full`. */
  readonly current: readonly number[]
  readonly full: readonly { place: Member['place']; stay: number }[]
}

const solve = ({ members, panels, current, full }: Payer): number[] => [
  ...solveRebalance({
    ...problem(members, panels),
    current: Int32Array.from(current),
    latitude: Float64Array.from(full, ({ place }) => place?.[0] ?? NaN),
    longitude: Float64Array.from(full, ({ place }) => place?.[1] ?? NaN),
    stay: Int32Array.from(full, ({ stay }) => stay),
  }),
]

/** Members left in excess, moves, added miles. */
const rank = (way: readonly number[], { members, panels, current, full }: Payer) => {
  const excess = full.map(({ stay }, home) => {
    const left = members.filter((one, m) => one.place && way[m] === NONE && current[m] === home)
    return Math.max(0, left.length - stay)
  })
  let added = 0
  way.forEach((end, m) => {
    if (end === NONE) return
    const from = miles(members[m]?.place ?? null, full[current[m] ?? 0]?.place ?? null) ?? 0
    added += (miles(members[m]?.place ?? null, panels[end]?.place ?? null) ?? 0) - from
  })
  return [
    excess.reduce((a, b) => a + b, 0),
    way.filter((end) => end !== NONE).length,
    Math.round(added * 10_000),
  ] as const
}

function* allWays({ members, panels }: Payer): Generator<number[]> {
  const left = panels.map(({ room }) => (room === NONE ? Infinity : room))
  const way: number[] = []
  function* from(m: number): Generator<number[]> {
    const one = members[m]
    if (!one) {
      yield [...way]
      return
    }
    way[m] = NONE
    yield* from(m + 1)
    for (const [end, other] of panels.entries()) {
      if (left[end] === 0 || !allowed(one, other)) continue
      left[end]!--
      way[m] = end
      yield* from(m + 1)
      left[end]!++
    }
  }
  yield* from(0)
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

/** Few members and panels, so that every way can be tried. */
const small: fc.Arbitrary<Payer> = payers.chain(({ members, panels }) => {
  const few = members.slice(0, 6)
  return fc.record({
    members: fc.constant(few),
    panels: fc.constant(panels.slice(0, 3)),
    current: fc.array(fc.nat(1), { minLength: few.length, maxLength: few.length }),
    full: fc.array(
      fc.record({
        place: fc.constantFrom<Member['place']>([0, 0], [0.2, 0.1], null),
        stay: fc.nat(3),
      }),
      { minLength: 2, maxLength: 2 },
    ),
  })
})

const numRuns = Number(process.env.EMPANEL_PROPERTY_RUNS ?? 300)

describe('a rebalance', () => {
  it('leaves the fewest in excess, with the fewest moves, then the least added miles: of all ways', () => {
    fc.assert(
      fc.property(small, (payer) => {
        const found = rank(solve(payer), payer)
        for (const way of allWays(payer)) {
          expect(compare(rank(way, payer), found)).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns },
    )
  })

  it('keeps every rule of the geographic step, and room', () => {
    fc.assert(
      fc.property(small, (payer) => {
        const way = solve(payer)
        const crowded = payer.panels.filter(
          ({ room }, end) => room !== NONE && way.filter((one) => one === end).length > room,
        )
        const refused = way.filter((end, m) => {
          const [one, other] = [payer.members[m], payer.panels[end]]
          return one && other && !allowed(one, other)
        })
        expect([crowded, refused]).toEqual([[], []])
      }),
      { numRuns },
    )
  })

  it('moves nobody while a seat is free, however much nearer another panel is', () => {
    const payer: Payer = {
      members: [member('M1', { place: [0.5, 0] })],
      panels: [panel('P2', { place: [0.5, 0] })],
      current: [0],
      full: [{ place: [0, 0], stay: 1 }],
    }
    expect(solve(payer)).toEqual([NONE])
  })

  it('moves those for whom it is least far', () => {
    const payer: Payer = {
      members: [member('M1', { place: [0, 0] }), member('M2', { place: [0.1, 0] })],
      panels: [panel('P2', { place: [0.2, 0] })],
      current: [0, 0],
      full: [{ place: [0, 0], stay: 1 }],
    }
    expect(solve(payer)).toEqual([NONE, 0])
  })
})
