/** Bits of each coordinate on the curve: cells of about 0.4 miles. */
const BITS = 16

/** Orders places along a Morton curve, which keeps near places near; places in one cell by index. */
export function alongCurve(latitude: Float64Array, longitude: Float64Array): Int32Array {
  const key = Float64Array.from(latitude, (north, at) => cellOf(north, longitude[at]!))
  const order = Int32Array.from(latitude, (_, at) => at)
  return order.sort((a, b) => key[a]! - key[b]! || a - b)
}

/** Numbers a place's cell on the curve: the bits of both coordinates alternate. */
function cellOf(latitude: number, longitude: number): number {
  const cells = 2 ** BITS
  const north = Math.floor(((latitude + 90) / 360) * cells)
  const east = Math.floor(((longitude + 180) / 360) * cells)
  let cell = 0
  for (let bit = BITS - 1; bit >= 0; bit--) {
    cell = cell * 4 + ((north >> bit) & 1) * 2 + ((east >> bit) & 1)
  }
  return cell
}
