/** The order of keys: that of their bytes, on every system and in every language. */
export const compareBytes = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b))
