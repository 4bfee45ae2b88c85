import { open } from 'node:fs/promises'

/** Small enough to stay in a processor's cache between those who look at it. */
const PART = 1 << 18

/**
 * A file's bytes, part by part, each in the place of the one before it: what is to stay must be
 * copied. A stream takes new memory for each part, which costs as much as a checksum of it.
 */
export async function* readParts(path: string): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const part = Buffer.allocUnsafe(PART)
    for (;;) {
      const { bytesRead } = await file.read(part, 0, PART)
      if (bytesRead === 0) return
      yield part.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}
