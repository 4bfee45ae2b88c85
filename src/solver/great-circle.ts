/** The earth's mean radius, in statute miles. */
const EARTH_RADIUS_MILES = 3958.8

/** Distances are whole numbers of this unit; limits and costs compare those numbers. */
const UNITS_PER_MILE = 10_000

const RADIANS_PER_DEGREE = Math.PI / 180

const EARTH_RADIUS_UNITS = EARTH_RADIUS_MILES * UNITS_PER_MILE

/**
 * Returns the great-circle distance (haversine) between two places in ten-thousandths of a mile, as a
 * whole number. Latitudes and longitudes are in degrees. No other code computes a distance.
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
 * Returns a lower bound on the distance, in the units of `greatCircle`, between two places whose chord
 * through a unit sphere has this squared length: an arc is never shorter than its chord. One unit is
 * subtracted to allow for rounding.
 */
export const nearestPossible = (squaredChord: number): number =>
  EARTH_RADIUS_UNITS * Math.sqrt(squaredChord) - 1

/** Converts miles to the units of `greatCircle`. */
export const toUnits = (miles: number): number => Math.round(miles * UNITS_PER_MILE)

/** Converts a distance of `greatCircle` to miles. */
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
