import { facilityId } from './identifiers.ts'
import { streets } from './names.ts'
import type { Options } from './options.ts'
import { near, type Point, type Region } from './places.ts'
import { Random } from './random.ts'

/** A place where members live, or where care is given. */
export interface Facility extends Point {
  readonly index: number
  readonly facilityId: string
  readonly name: string
  readonly type: string
  readonly address: string
  /** The index of its ZIP in the region. */
  readonly place: number
  readonly requiredCredentials: string
}

const kinds: readonly (readonly [name: string, type: string, credentials: string])[] = [
  ['Silver Hills Nursing and Rehab', 'nursing_facility', 'MD'],
  ['Ohio Bend Care Center, Inc.', 'nursing_facility', ''],
  ['Knobstone Assisted Living', 'assisted_living', ''],
  ['Beechwood Group Home', 'group_home', ''],
  ['Blue River Skilled Nursing', 'skilled_nursing_facility', 'MD'],
]

/** Five facilities for a small payer, one for every 2,000 members of a large one. */
export const buildFacilities = (options: Options, region: Region): readonly Facility[] =>
  Array.from({ length: Math.max(5, Math.round(options.members / 2_000)) }, (_, index) => {
    const random = new Random(options.seed, 'facility', index)
    const [name, type, requiredCredentials] = kinds[index % kinds.length] ?? ['', '', '']
    const place = region.pick(random)
    return {
      index,
      facilityId: facilityId(index),
      name: index < kinds.length ? name : `${name} ${Math.floor(index / kinds.length) + 1}`,
      type,
      address: `${random.between(100, 4_999)} ${random.pick(streets)}`,
      place,
      ...near(region.at(place), random),
      requiredCredentials,
    }
  })
