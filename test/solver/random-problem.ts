import fc from 'fast-check'
import { type CodeLists, type GeographicInput, NONE } from '../../src/solver/problem.ts'

/** A member and a panel as a test writes them; codes stand for states, ZIPs and lines. */
export interface Member {
  id: string
  place: readonly [latitude: number, longitude: number] | null
  line: number
  state: number
  zip: number
  age: number
  gender: number
  household: number
  /** Ids of panels that they must not be given. */
  refused: readonly string[]
}

export interface Panel {
  id: string
  place: readonly [latitude: number, longitude: number] | null
  room: number
  minAge: number
  maxAge: number
  gender: number
  radius: number | null
  lines: number[]
  licences: number[]
  zips: number[]
}

export const member = (id: string, rest: Partial<Member> = {}): Member => ({
  id,
  place: [0, 0],
  line: 0,
  state: 0,
  zip: 0,
  age: 40,
  gender: 0,
  household: NONE,
  refused: [],
  ...rest,
})

export const panel = (id: string, rest: Partial<Panel> = {}): Panel => ({
  id,
  place: [0, 0],
  room: NONE,
  minAge: 0,
  maxAge: 999,
  gender: 0,
  radius: null,
  lines: [0],
  licences: [0],
  zips: [],
  ...rest,
})

/** The column-wise input of the solver. */
export function problem(
  members: readonly Member[],
  panels: readonly Panel[],
  maxDistance = 60,
): GeographicInput {
  return {
    maxDistance,
    refusals: members.flatMap(({ refused }, i) =>
      panels.flatMap(({ id }, j) => (refused.includes(id) ? [{ member: i, panel: j }] : [])),
    ),
    members: {
      ids: members.map(({ id }) => id),
      latitude: Float64Array.from(members, ({ place }) => place?.[0] ?? NaN),
      longitude: Float64Array.from(members, ({ place }) => place?.[1] ?? NaN),
      line: Int32Array.from(members, ({ line }) => line),
      state: Int32Array.from(members, ({ state }) => state),
      zip: Int32Array.from(members, ({ zip }) => zip),
      age: Int32Array.from(members, ({ age }) => age),
      gender: Uint8Array.from(members, ({ gender }) => gender),
      household: Int32Array.from(members, ({ household }) => household),
    },
    panels: {
      ids: panels.map(({ id }) => id),
      latitude: Float64Array.from(panels, ({ place }) => place?.[0] ?? NaN),
      longitude: Float64Array.from(panels, ({ place }) => place?.[1] ?? NaN),
      room: Int32Array.from(panels, ({ room }) => room),
      minAge: Int32Array.from(panels, ({ minAge }) => minAge),
      maxAge: Int32Array.from(panels, ({ maxAge }) => maxAge),
      gender: Uint8Array.from(panels, ({ gender }) => gender),
      serviceRadius: Float64Array.from(panels, ({ radius }) => radius ?? NaN),
      lines: lists(panels.map(({ lines }) => lines)),
      licences: lists(panels.map(({ licences }) => licences)),
      serviceZips: lists(panels.map(({ zips }) => zips)),
    },
  }
}

function lists(items: readonly (readonly number[])[]): CodeLists {
  const offsets = [0]
  for (const item of items) offsets.push(offsets.at(-1)! + item.length)
  return { offsets: Int32Array.from(offsets), codes: Int32Array.from(items.flat()) }
}

const radians = Math.PI / 180

/** Miles by the textbook formula, written apart from the code under test; null where unknown. */
export function miles(a: Member['place'], b: Member['place']): number | null {
  if (a === null || b === null) return null
  const h =
    Math.sin(((b[0] - a[0]) * radians) / 2) ** 2 +
    Math.cos(a[0] * radians) *
      Math.cos(b[0] * radians) *
      Math.sin(((b[1] - a[1]) * radians) / 2) ** 2
  return Math.round(2 * 3958.8 * Math.asin(Math.sqrt(h)) * 10_000) / 10_000
}

/** Whether the rules allow the pair, room aside. */
export function allowed(m: Member, p: Panel, maxDistance = 60): boolean {
  const distance = miles(m.place, p.place)
  if (distance === null || distance > maxDistance) return false
  const covers =
    (p.radius === null && p.zips.length === 0) ||
    (p.radius !== null && distance <= p.radius) ||
    p.zips.includes(m.zip)
  return (
    covers &&
    !m.refused.includes(p.id) &&
    p.lines.includes(m.line) &&
    p.licences.includes(m.state) &&
    m.age >= p.minAge &&
    m.age <= p.maxAge &&
    (p.gender === 0 || m.gender === 0 || p.gender === m.gender)
  )
}

const coordinate = (steps: number) => fc.integer({ min: 0, max: steps }).map((n) => n * 0.12)

/** Few places, so that ties abound; two islands out of each other's reach. */
const place = (steps: number) =>
  fc.option(
    fc
      .tuple(coordinate(steps), coordinate(steps), fc.boolean())
      .map(([lat, lon, far]) => [lat + (far ? 5 : 0), lon] as const),
    { nil: null, freq: 12 },
  )

const subset = fc.subarray([0, 1], { minLength: 1 })

const payersBut = fc.integer({ min: 1, max: 6 }).chain((steps) =>
  fc.record({
    members: fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }),
        place: place(steps),
        line: fc.constantFrom(0, 0, 1),
        state: fc.constantFrom(0, 0, 0, 1, NONE),
        zip: fc.constantFrom(0, 1, 2, NONE),
        age: fc.constantFrom(5, 17, 18, 40, 70),
        gender: fc.constantFrom(0, 1, 2),
        household: fc.constantFrom(NONE, 7, 8),
        refuses: fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 3 }),
      }),
      { selector: ({ id }) => id, maxLength: 30 },
    ),
    panels: fc.uniqueArray(
      fc.record<Panel>({
        id: fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }),
        place: place(steps),
        room: fc.constantFrom(0, 1, 1, 2, 3, 5, NONE),
        minAge: fc.constantFrom(0, 0, 18),
        maxAge: fc.constantFrom(999, 999, 17, 20),
        gender: fc.constantFrom(0, 0, 0, 1),
        radius: fc.constantFrom(null, null, 0, 10, 30),
        lines: subset,
        licences: subset,
        zips: fc.constantFrom<number[]>([], [], [1], [1, 2]),
      }),
      { selector: ({ id }) => id, maxLength: 12 },
    ),
  }),
)

/** Small payers of every awkward kind. */
export const payers = payersBut.map(({ members, panels }) => ({
  members: members.map(({ refuses, ...rest }): Member => {
    return { ...rest, refused: refuses.flatMap((index) => panels[index]?.id ?? []) }
  }),
  panels,
}))
