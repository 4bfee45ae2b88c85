import { open } from 'node:fs/promises'

/** Small enough to stay in the processor's cache while several consumers read it. */
const PART = 1 << 18

/**
 * Yields a file's bytes in parts. Each part reuses the memory of the one before it, so copy what must
 * be kept: a stream allocates memory for each part, which costs as much as a checksum of it.
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
