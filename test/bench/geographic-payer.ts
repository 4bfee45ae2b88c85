import { Region, near } from '../../sample-data/generator/places.ts'
import { Random } from '../../sample-data/generator/random.ts'
import { lists } from './geographic-terms.ts'
import {
  type GeographicInput,
  type GeographicMembers,
  type GeographicPanels,
  gender,
  roomForMembers,
} from '../../src/solver/problem.ts'

/** How large a payer is, and its seats for each member. */
export interface Size {
  readonly members: number
  readonly panels: number
  readonly capacity: number
}

/** Lines of business with their shares of the members, and the shares of panels that take them. */
const lines = [
  { share: 0.62, taken: 0.9 },
  { share: 0.28, taken: 0.6 },
  { share: 0.1, taken: 0.4 },
] as const

/**
 * Members and panels of every kind in the ZIPs of two states, as the sample generator spreads them:
 * households at their own doors, practices of up to six panels, half of them without a neighbor.
 */
export function geographicPayer({ members, panels, capacity }: Size): GeographicInput {
  const region = Region.states()
  const people = livingIn(region, members)
  const network = practisingIn(region, panels)
  const drawn = network.room.reduce((sum, room) => sum + room, 0)
  let given = 0
  let passed = 0
  network.room.forEach((room, panel) => {
    passed += room
    const upTo = Math.round((capacity * members * passed) / drawn)
    network.room[panel] = upTo - given
    given = upTo
  })
  return { members: people, panels: network, refusals: [], maxDistance: 60 }
}

function livingIn(region: Region, total: number): GeographicMembers {
  const ids = Array.from({ length: total }, (_, i) => `M${String(i).padStart(9, '0')}`)
  const members = roomForMembers(ids, total)
  let member = 0
  for (let home = 0; member < total; home++) {
    const random = new Random(1, 'home', home)
    const place = region.pick(random)
    const { state, latitude, longitude } = region.at(place)
    const door = near({ latitude, longitude }, random)
    const line = random.weighted(lines.map(({ share }, index) => [index, share] as const))
    for (let left = random.between(1, 4); left > 0 && member < total; left--, member++) {
      members.latitude[member] = door.latitude
      members.longitude[member] = door.longitude
      members.line[member] = line
      members.state[member] = state === 'IN' ? 0 : 1
      members.zip[member] = place
      members.age[member] = line === 2 ? random.between(65, 95) : random.between(0, 64)
      members.gender[member] = random.pick([gender.female, gender.male])
      members.household[member] = home
    }
  }
  return members
}

function practisingIn(region: Region, total: number): GeographicPanels {
  const ids = Array.from({ length: total }, (_, i) => `P${String(i).padStart(7, '0')}`)
  const panels = {
    latitude: new Float64Array(total),
    longitude: new Float64Array(total),
    room: new Int32Array(total),
    minAge: new Int32Array(total),
    maxAge: new Int32Array(total).fill(999),
    gender: new Uint8Array(total),
    serviceRadius: new Float64Array(total).fill(NaN),
  }
  const taken: number[][] = []
  const licences: number[][] = []
  const zips: number[][] = []
  let panel = 0
  for (let practice = 0; panel < total; practice++) {
    const random = new Random(1, 'practice', practice)
    const place = region.pick(random)
    const { state, latitude, longitude } = region.at(place)
    const door = near({ latitude, longitude }, random)
    const size = random.chance(0.5) ? 1 : random.between(2, 6)
    for (let left = size; left > 0 && panel < total; left--, panel++) {
      panels.latitude[panel] = door.latitude
      panels.longitude[panel] = door.longitude
      panels.room[panel] = Math.ceil(60 * random.next() ** 2) + 1
      const kind = random.next()
      if (kind < 0.2) panels.maxAge[panel] = 20
      else if (kind < 0.5) panels.minAge[panel] = 18
      if (random.chance(0.03)) panels.gender[panel] = gender.female
      if (random.chance(0.1)) panels.serviceRadius[panel] = random.between(10, 40)
      const own = lines.flatMap(({ taken: share }, line) => (random.chance(share) ? [line] : []))
      taken.push(own.length > 0 ? own : [0])
      licences.push(random.chance(0.15) ? [0, 1] : [state === 'IN' ? 0 : 1])
      zips.push(random.chance(0.04) ? [place, region.pick(random)] : [])
    }
  }
  return {
    ids,
    ...panels,
    lines: lists(taken),
    licences: lists(licences),
    serviceZips: lists(zips),
  }
}
