import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NONE, reasons } from '../../src/solver/problem.ts'
import { solveGeographic } from '../../src/solver/solve-geographic.ts'
import { optimum } from './linear-programme.ts'
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

/** Who got what, by id, in order. */
function byId(members: readonly Member[], panels: readonly Panel[]) {
  const { assignment, distance, reasons: why } = solveGeographic(problem(members, panels))
  const rows = members.map(({ id }, i) => {
    return [id, panels[assignment[i]!]?.id ?? null, distance[i], reasons[why[i]!]] as const
  })
  return rows.sort((a, b) => (a[0] < b[0] ? -1 : 1))
}

describe('what is given', () => {
  test('the nearest panel, where there is room', () => {
    const near = panel('near', { place: [0.1, 0] })
    const far = panel('far', { place: [0.2, 0] })
    expect(byId([member('m')], [far, near])).toEqual([['m', 'near', 69_094, null]])
  })

  test('nearest first would leave one out; together both are placed', () => {
    // Ann can go to either, Bob only to the one that is nearest to Ann.
    const ann = member('ann', { place: [0, 0] })
    const bob = member('bob', { place: [-0.8, 0] })
    const middle = panel('middle', { place: [0, 0], room: 1 })
    const north = panel('north', { place: [0.5, 0], room: 1 })
    expect(byId([ann, bob], [middle, north]).map((row) => row[1])).toEqual(['north', 'middle'])
  })

  test('the least total, though one member does not get their nearest', () => {
    const members = [member('a', { place: [0, 0.1] }), member('b', { place: [0.12, 0] })]
    const panels = [
      panel('p', { place: [0, 0], room: 1 }),
      panel('q', { place: [0, 0.3], room: 1 }),
    ]
    expect(byId(members, panels).map((row) => row.slice(0, 3))).toEqual([
      ['a', 'q', 138_188],
      ['b', 'p', 82_913],
    ])
  })

  test('sixty miles are within sixty miles, a ten-thousandth more is not', () => {
    const inside = 60 / ((2 * Math.PI * 3958.8) / 360)
    const at = (latitude: number) => byId([member('m')], [panel('p', { place: [latitude, 0] })])[0]
    expect(at(inside)).toEqual(['m', 'p', 600_000, null])
    expect(at(inside + 0.000_002)).toEqual(['m', null, NONE, 'no_eligible_pmp_in_reach'])
  })

  test.each<[string, Partial<Member>, Partial<Panel>, boolean]>([
    ['of the line of business', { line: 1 }, { lines: [0, 1] }, true],
    ['of another line of business', { line: 1 }, { lines: [0] }, false],
    ['licensed in the state', { state: 1 }, { licences: [0, 1] }, true],
    ['licensed elsewhere', { state: 1 }, { licences: [0] }, false],
    ['with no known state', { state: NONE }, { licences: [0] }, false],
    ['at the lowest age', { age: 18 }, { minAge: 18 }, true],
    ['below it', { age: 17 }, { minAge: 18 }, false],
    ['at the highest age', { age: 20 }, { maxAge: 20 }, true],
    ['above it', { age: 21 }, { maxAge: 20 }, false],
    ['of the gender served', { gender: 1 }, { gender: 1 }, true],
    ['of the other gender', { gender: 2 }, { gender: 1 }, false],
    ['of gender U', { gender: 0 }, { gender: 1 }, true],
    ['in a ZIP that is named', { zip: 3 }, { zips: [2, 3], radius: 0, place: [0.1, 0] }, true],
    [
      'in no such ZIP, but within the radius',
      { zip: 4 },
      { zips: [2, 3], radius: 7, place: [0.1, 0] },
      true,
    ],
    ['in no such ZIP and without a radius', { zip: 4 }, { zips: [2, 3] }, false],
    ['at the radius', {}, { radius: 6.9094, place: [0.1, 0] }, true],
    ['beyond it', {}, { radius: 6.9093, place: [0.1, 0] }, false],
    ['where there is no room', {}, { room: 0 }, false],
  ])('a member %s: %o, %o → %s', (_, m, p, given) => {
    expect(byId([member('m', m)], [panel('p', p)])[0]![1]).toBe(given ? 'p' : null)
  })

  test('never a panel that refuses them, nor another kind of reason for it', () => {
    const members = [
      member('m1', { refused: ['near'] }),
      member('m2', { refused: ['near', 'far'] }),
      member('m3'),
    ]
    const panels = [panel('near', { place: [0.1, 0] }), panel('far', { place: [0.2, 0] })]
    expect(byId(members, panels)).toEqual([
      ['m1', 'far', 138_188, null],
      ['m2', null, NONE, 'no_eligible_pmp_in_reach'],
      ['m3', 'near', 69_094, null],
    ])
  })

  test('a panel beside the one that refuses them, at the same place and of the same kind', () => {
    const panels = [panel('a'), panel('b'), panel('c')]
    const given = byId([member('m', { refused: ['a', 'b'] }), member('n')], panels)
    expect(given.map((row) => row[1])[0]).toBe('c')
  })

  test('everybody finds the one panel of a hundred that takes their age', () => {
    const ages = Array.from({ length: 100 }, (_, age) => age)
    const members = ages.map((age) =>
      member(`m${age}`, { age, place: [((age * 37) % 100) / 500, 0] }),
    )
    const panels = ages.map((age) =>
      panel(`p${age}`, { minAge: age, maxAge: age, room: 1, place: [0, ((age * 53) % 100) / 500] }),
    )
    for (const [id, given] of byId(members, panels)) expect(given).toBe(id.replace('m', 'p'))
  })

  test('panels of one place share evenly, and a household stays together', () => {
    const members = ['a', 'b', 'c', 'd'].map((id, i) => member(id, { household: i % 2 }))
    const given = byId(members, [panel('p', { room: 3 }), panel('q')])
    expect(given.map((row) => row[1])).toEqual(['p', 'q', 'p', 'q'])
  })
})

describe('why a member got none', () => {
  test('each of the three reasons', () => {
    const members = [
      member('a'),
      member('b', { place: null }),
      member('c', { place: [5, 5] }),
      member('d'),
    ]
    const panels = [panel('p', { room: 1 }), panel('full', { room: 0 })]
    expect(byId(members, panels).map((row) => row[3])).toEqual([
      null,
      'not_locatable',
      'no_eligible_pmp_in_reach',
      'no_room_in_reach',
    ])
  })

  test('nobody to place, or nowhere to place them', () => {
    expect(byId([], [panel('p')])).toEqual([])
    expect(byId([member('m')], [])[0]![3]).toBe('no_eligible_pmp_in_reach')
    expect(byId([member('m')], [panel('p', { place: null })])[0]![1]).toBeNull()
  })
})

describe('for every small payer', () => {
  test('as few are left out, and as few miles driven, as the linear programme can reach', () => {
    fc.assert(
      fc.property(payers, ({ members, panels }) => {
        const { certificate } = solveGeographic(problem(members, panels))
        const best = optimum(members, panels)
        expect(certificate.leftOut).toBe(best.leftOut)
        expect(certificate.totalDistance / 10_000).toBeCloseTo(best.cost, 4)
        expect(certificate.lowerBound).toBe(certificate.totalDistance)
        expect(certificate.gap).toBe(0)
      }),
      { numRuns: 400 },
    )
  })

  test('so do payers with more panels than a member weighs at first', () => {
    const near = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }))
    const places = fc.array(near, { minLength: 220, maxLength: 220 })
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 4 }), (drawn, room) => {
        const at = drawn.map(([x, y]) => [x / 1000, y / 1000] as const)
        const members = at.slice(0, 160).map((place, i) => {
          return member(`m${i}`, { place, refused: i % 7 === 0 ? [`p${i % 60}`, 'p1'] : [] })
        })
        const panels = at.slice(160).map((place, i) => panel(`p${i}`, { place, room }))
        const { certificate } = solveGeographic(problem(members, panels))
        const best = optimum(members, panels)
        expect(certificate.leftOut).toBe(best.leftOut)
        expect(certificate.totalDistance / 10_000).toBeCloseTo(best.cost, 3)
        expect(certificate.gap).toBe(0)
      }),
      { numRuns: 12 },
    )
  })

  test('every answer keeps to eligibility and room, and adds up to its certificate', () => {
    fc.assert(
      fc.property(payers, ({ members, panels }) => {
        const {
          assignment,
          distance,
          reasons: why,
          certificate,
        } = solveGeographic(problem(members, panels))
        const given = new Map<number, number>()
        let total = 0
        members.forEach((m, i) => {
          const j = assignment[i]!
          const reachable = panels.some((p) => allowed(m, p))
          if (j === NONE) {
            expect(distance[i]).toBe(NONE)
            const expected =
              m.place === null
                ? 'not_locatable'
                : reachable
                  ? 'no_room_in_reach'
                  : 'no_eligible_pmp_in_reach'
            expect(reasons[why[i]!]).toBe(expected)
            return
          }
          expect(reasons[why[i]!]).toBeNull()
          expect(allowed(m, panels[j]!)).toBe(true)
          expect(distance[i]! / 10_000).toBe(miles(m.place, panels[j]!.place))
          given.set(j, (given.get(j) ?? 0) + 1)
          total += distance[i]!
        })
        for (const [j, count] of given) {
          if (panels[j]!.room !== NONE) expect(count).toBeLessThanOrEqual(panels[j]!.room)
        }
        expect(total).toBe(certificate.totalDistance)
      }),
      { numRuns: 400 },
    )
  })

  test('the order of the rows has no say, nor has a run before', () => {
    fc.assert(
      fc.property(payers, fc.infiniteStream(fc.nat()), ({ members, panels }, numbers) => {
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => [numbers.next().value as number, item] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, item]) => item)
        const expected = byId(members, panels)
        expect(byId(members, panels)).toEqual(expected)
        expect(byId(shuffled(members), shuffled(panels))).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })
})
