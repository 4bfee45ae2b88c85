/** Compares two ids as UTF-8 bytes, the order of the SQL engine: −1, 0 or 1. */
function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return byteRank(x) < byteRank(y) ? -1 : 1
  }
  return a.length < b.length ? -1 : 1
}

/** Surrogates encode the highest code points, but their code units are not the highest. */
const byteRank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit)

/** Returns the indices of `ids` in the order of their bytes. Fast if they are in order already. */
export function orderById(ids: readonly string[]): Int32Array {
  const order = Int32Array.from(ids, (_, index) => index)
  const sorted = ids.every((id, index) => index === 0 || compareBytes(ids[index - 1]!, id) < 0)
  return sorted ? order : order.sort((a, b) => compareBytes(ids[a]!, ids[b]!))
}
