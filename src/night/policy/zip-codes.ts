import { readFileSync } from 'node:fs'

export interface County {
  /** Five digits; the first two are the state's. */
  readonly fips: string
  readonly name: string
  readonly state: string
}

export interface ZipCode {
  readonly zip: string
  readonly city: string
  /** Undefined for military posts and the Marshall Islands. */
  readonly county: County | undefined
  readonly latitude: number
  readonly longitude: number
}

const folder = new URL('../../../pipelines/places/', import.meta.url)

/** Reads the tables of `pipelines/places`, whose README gives their source: ZIP codes in order. */
export const readZipCodes = (): ZipCode[] => {
  const counties = new Map(
    linesOf('counties.csv').map(([fips = '', state = '', name = '']): [string, County] => [
      fips,
      { fips, name, state },
    ]),
  )
  return linesOf('zip-codes.csv').map(([zip = '', city = '', fips = '', latitude, longitude]) => ({
    zip,
    city,
    county: counties.get(fips),
    latitude: Number(latitude),
    longitude: Number(longitude),
  }))
}

/** The cells of each line after the header; no cell of these files has a comma or a quote. */
const linesOf = (name: string): string[][] =>
  readFileSync(new URL(name, folder), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
