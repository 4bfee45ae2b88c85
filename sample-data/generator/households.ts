import { addMonths, type Day } from './calendar.ts'
import { householdId, medicaidId, memberId, phone } from './identifiers.ts'
import { familyNames, mensNames, streets, womensNames } from './names.ts'
import type { Options } from './options.ts'
import { near, type Point, type Region } from './places.ts'
import type { Facility } from './facilities.ts'
import { Random } from './random.ts'

export type LineOfBusiness = 'medicaid' | 'marketplace'

/** A member of the plan as they really are; the files describe them less well. */
export interface Person extends Point {
  readonly index: number
  readonly memberId: string
  readonly household: number
  readonly householdId: string
  readonly firstName: string
  readonly lastName: string
  readonly birth: Day
  /** Completed years on the as-of date. */
  readonly age: number
  readonly gender: 'F' | 'M' | 'U'
  readonly address: string
  /** The index of their ZIP in the region. */
  readonly place: number
  readonly phone: string
  readonly language: string
  readonly lineOfBusiness: LineOfBusiness
  readonly medicaidId: string | null
  /** The nursing home or group home where they live. */
  readonly facility: Facility | null
}

type Role = 'adult' | 'senior' | 'child'

const makeUp = (random: Random): readonly Role[] => {
  const children = (): Role[] => Array.from({ length: random.between(1, 3) }, () => 'child')
  return random.weighted<() => Role[]>([
    [() => ['adult'], 28],
    [() => ['senior'], 11],
    [() => ['senior', 'senior'], 5],
    [() => ['adult', ...children()], 22],
    [() => ['adult', 'adult', ...children()], 17],
    [() => ['adult', 'adult'], 10],
    [() => ['senior', 'child'], 4],
    [() => ['child'], 3],
  ])()
}

const ages: Readonly<Record<Role, readonly [low: number, high: number]>> = {
  adult: [19, 64],
  senior: [65, 93],
  child: [0, 18],
}

/** The people of one household: they share a home, most of them a name and a line of business. */
export const household = (
  options: Options,
  region: Region,
  facilities: readonly Facility[],
  number: number,
  firstIndex: number,
): Person[] => {
  const random = new Random(options.seed, 'household', number)
  const roles = makeUp(random)
  const alone = roles.length === 1 ? roles[0] : undefined
  const inFacility = random.chance(alone === 'senior' ? 0.22 : alone === 'adult' ? 0.015 : 0)
  const facility = inFacility ? random.pick(facilities) : null
  const place = facility?.place ?? region.pick(random)
  const home = facility ?? near(region.at(place), random)
  const familyName = random.pick(familyNames)
  const address = facility?.address ?? `${random.between(1, 9_999)} ${random.pick(streets)}`
  const homePhone = phone(region.at(place).state, random.between(0, 99))
  const language = random.weighted([
    ['en', 88],
    ['es', 8],
    ['ne', 1],
    ['vi', 2],
    ['ar', 1],
  ])
  const medicaid = random.chance(0.7)
  return roles.map((role, position) => {
    const index = firstIndex + position
    const [low, high] = ages[role]
    const age = random.between(low, high)
    const woman = random.chance(role === 'adult' && position === 0 ? 0.62 : 0.5)
    const onMedicaid = medicaid || role === 'senior' || (role === 'child' && random.chance(0.4))
    return {
      index,
      memberId: memberId(index),
      household: number,
      householdId: householdId(number),
      firstName: random.pick(woman ? womensNames : mensNames),
      lastName: random.chance(0.93) ? familyName : random.pick(familyNames),
      birth: addMonths(options.asOf, -12 * age) - random.between(0, 364),
      age,
      gender: random.chance(0.004) ? 'U' : woman ? 'F' : 'M',
      address,
      place,
      latitude: home.latitude,
      longitude: home.longitude,
      phone: homePhone,
      language,
      lineOfBusiness: onMedicaid ? 'medicaid' : 'marketplace',
      medicaidId: onMedicaid ? medicaidId(index) : null,
      facility,
    }
  })
}

/** All members in order, household by household, none kept. */
export function* people(
  options: Options,
  region: Region,
  facilities: readonly Facility[],
  count: number,
): Generator<Person> {
  let index = 0
  for (let number = 0; index < count; number += 1) {
    for (const person of household(options, region, facilities, number, index)) {
      if (index < count) yield person
      index += 1
    }
  }
}
