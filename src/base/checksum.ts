import { createHash, hash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { readParts } from './read-parts.ts'

/** The sha256 of text or bytes, in hex. */
export const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex')

/** A file of up to this size is cheaper to read whole than in parts. */
const SMALL = 1 << 20

/** The sha256 of a local file, in hex. */
export const sha256OfFile = async (file: string): Promise<string> => {
  if ((await stat(file)).size <= SMALL) return sha256(await readFile(file))
  const sum = createHash('sha256')
  for await (const part of readParts(file)) sum.update(part)
  return sum.digest('hex')
}
