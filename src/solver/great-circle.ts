/** The earth's mean radius, in statute miles. */
const EARTH_RADIUS_MILES = 3958.8

/** Distances are whole numbers of this part of a mile: limits and costs compare those numbers. */
const UNITS_PER_MILE = 10_000

const RADIANS_PER_DEGREE = Math.PI / 180

const EARTH_RADIUS_UNITS = EARTH_RADIUS_MILES * UNITS_PER_MILE

/**
 * The great-circle distance (haversine) of two places in ten-thousandths of a mile, a whole number.
 * Latitudes and longitudes in degrees. The one place where empanel computes a distance.
 */
export function greatCircle(
  latitude: number,
  longitude: number,
  otherLatitude: number,
  otherLongitude: number,
): number {
  const rise = Math.sin(((otherLatitude - latitude) * RADIANS_PER_DEGREE) / 2)
  const turn = Math.sin(((otherLongitude - longitude) * RADIANS_PER_DEGREE) / 2)
  const parallel =
    Math.cos(latitude * RADIANS_PER_DEGREE) * Math.cos(otherLatitude * RADIANS_PER_DEGREE)
  const chord = Math.sqrt(rise * rise + parallel * turn * turn)
  return Math.round(2 * EARTH_RADIUS_UNITS * Math.asin(Math.min(1, chord)))
}

/**
 * No two places whose straight line through the earth has this squared length (radius 1) are
 * nearer than this, in the units of `greatCircle`: the arc is never shorter than its chord. One
 * unit is taken off for the rounding of both.
 */
export const nearestPossible = (squaredChord: number): number =>
  EARTH_RADIUS_UNITS * Math.sqrt(squaredChord) - 1

/** Miles as a distance that `greatCircle` could give. */
export const toUnits = (miles: number): number => Math.round(miles * UNITS_PER_MILE)

/** A distance of `greatCircle` in miles. */
export const toMiles = (units: number): number => units / UNITS_PER_MILE

/** Writes the place as a point on the sphere of radius 1 to `points[3 * index]` and the next two. */
export function placeOnSphere(
  points: Float64Array,
  index: number,
  latitude: number,
  longitude: number,
): void {
  const north = latitude * RADIANS_PER_DEGREE
  const east = longitude * RADIANS_PER_DEGREE
  points[3 * index] = Math.cos(north) * Math.cos(east)
  points[3 * index + 1] = Math.cos(north) * Math.sin(east)
  points[3 * index + 2] = Math.sin(north)
}
