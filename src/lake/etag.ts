import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** Removes the quotes, which only some stores put around an ETag. */
export const unquoted = (etag: string): string => etag.replaceAll('"', '')

/** Whether an ETag is the MD5 of the content, as it is for an object uploaded in one piece. */
export const isMd5 = (etag: string): boolean => /^[0-9a-f]{32}$/.test(unquoted(etag))

/** The number of parts in which an object was uploaded, by its ETag; 0 where the ETag has none. */
export const partsOf = (etag: string): number =>
  Number(/^[0-9a-f]{32}-(\d{1,5})$/.exec(unquoted(etag))?.[1] ?? 0)

/** Computes the ETag of a file uploaded in parts of this size: the MD5 of the MD5s of its parts. */
export const etagInParts = async (file: string, partBytes: number): Promise<string> => {
  const digests: Buffer[] = []
  let part = createHash('md5')
  let filled = 0
  for await (const chunk of chunksOf(file)) {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.subarray(at, at + partBytes - filled)
      part.update(taken)
      at += taken.length
      filled += taken.length
      if (filled < partBytes) continue
      digests.push(part.digest())
      part = createHash('md5')
      filled = 0
    }
  }
  if (filled > 0) digests.push(part.digest())
  return `${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${digests.length}`
}

export const md5 = (content: Uint8Array, encoding: 'hex' | 'base64'): string =>
  createHash('md5').update(content).digest(encoding)

export const md5OfFile = async (file: string): Promise<string> => {
  const hash = createHash('md5')
  for await (const chunk of chunksOf(file)) hash.update(chunk)
  return hash.digest('hex')
}

async function* chunksOf(file: string): AsyncIterable<Buffer> {
  const handle = await open(file)
  try {
    yield* handle.createReadStream({ highWaterMark: 1 << 20, autoClose: false })
  } finally {
    await handle.close()
  }
}
