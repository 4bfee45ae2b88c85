import { createHash, hash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { readParts } from './read-parts.ts'

/** The sha256 of a text, in hex. */
export const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** To read a file of this size whole is cheaper than part by part. */
const SMALL = 1 << 20

/** The sha256 of a local file, in hex; a large one is read as a stream. */
export const sha256OfFile = async (file: string): Promise<string> => {
  if ((await stat(file)).size <= SMALL) return hash('sha256', await readFile(file), 'hex')
  const sum = createHash('sha256')
  for await (const part of readParts(file)) sum.update(part)
  return sum.digest('hex')
}
