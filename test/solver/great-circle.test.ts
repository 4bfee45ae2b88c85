import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  greatCircle,
  nearestPossible,
  placeOnSphere,
  toMiles,
  toUnits,
} from '../../src/solver/great-circle.ts'

const place = fc.record({
  latitude: fc.double({ min: -89, max: 89, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
})

test('Indianapolis to Louisville is 106.9 miles', () => {
  expect(toMiles(greatCircle(39.7684, -86.1581, 38.2527, -85.7585))).toBe(106.9004)
})

test('a degree of latitude is the 360th part of the circumference', () => {
  expect(greatCircle(0, 0, 1, 0)).toBe(Math.round((2 * Math.PI * 3958.8 * 10_000) / 360))
})

test('a place is no distance from itself, and an unknown place has none', () => {
  expect(greatCircle(39.5, -86.5, 39.5, -86.5)).toBe(0)
  expect(greatCircle(39.5, -86.5, NaN, -86.5)).toBeNaN()
})

test('a distance is the same both ways, whole, and never less than its lower bound', () => {
  fc.assert(
    fc.property(place, place, (a, b) => {
      const there = greatCircle(a.latitude, a.longitude, b.latitude, b.longitude)
      expect(greatCircle(b.latitude, b.longitude, a.latitude, a.longitude)).toBe(there)
      expect(Number.isInteger(there)).toBe(true)
      const points = new Float64Array(6)
      placeOnSphere(points, 0, a.latitude, a.longitude)
      placeOnSphere(points, 1, b.latitude, b.longitude)
      const [x = 0, y = 0, z = 0, u = 0, v = 0, w = 0] = points
      expect(nearestPossible((x - u) ** 2 + (y - v) ** 2 + (z - w) ** 2)).toBeLessThanOrEqual(there)
    }),
  )
})

test('miles and their ten-thousandths convert both ways', () => {
  expect(toUnits(60)).toBe(600_000)
  expect(toMiles(312_345)).toBe(31.2345)
})
