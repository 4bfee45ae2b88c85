import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

const HEAD = 1 << 20

/** Reads the first bytes of a file, about 1 MB, unpacked. Throws zlib's error for a gz that is none. */
export const fileHead = async (path: string, gzip: boolean): Promise<Buffer> => {
  const file = createReadStream(path)
  const bytes = gzip ? file.pipe(createGunzip()) : file
  const parts: Buffer[] = []
  let length = 0
  try {
    if (gzip) file.on('error', (error) => bytes.destroy(error))
    for await (const part of bytes as AsyncIterable<Buffer>) {
      parts.push(part)
      length += part.length
      if (length >= HEAD) break
    }
  } finally {
    file.destroy()
  }
  return Buffer.concat(parts)
}
