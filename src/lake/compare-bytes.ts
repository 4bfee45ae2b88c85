/** Orders keys by their UTF-8 bytes, which is the same on every system and in every locale. */
export const compareBytes = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b))
