import { expect, test } from 'vitest'
import { readZipCodes } from '../../../src/night/policy/zip-codes.ts'

const zipCodes = readZipCodes()

test('the table has every ZIP code once, in order', () => {
  const zips = zipCodes.map(({ zip }) => zip)
  expect(zips.length).toBe(41_488)
  expect(zips).toEqual([...new Set(zips)].sort())
  expect(zips.filter((zip) => !/^\d{5}$/.test(zip))).toEqual([])
})

test('a ZIP code has its city, its county with state, and a centroid', () => {
  expect(zipCodes.find(({ zip }) => zip === '47591')).toEqual({
    zip: '47591',
    city: 'Vincennes',
    county: { fips: '18083', name: 'Knox', state: 'IN' },
    latitude: 38.6734,
    longitude: -87.5098,
  })
})

test('every centroid is on the globe', () => {
  const astray = zipCodes.filter(
    ({ latitude, longitude }) => !(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180),
  )
  expect(astray).toEqual([])
})

test('only military posts and the Marshall Islands have no county', () => {
  const others = zipCodes.filter(
    ({ city, county }) => county === undefined && !/^(APO|FPO|DPO) /.test(city),
  )
  expect(others.map(({ zip }) => zip)).toEqual(['96960', '96970'])
})
