import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { sha256OfFile } from '../pipeline/output.ts'
import { InputRefused } from '../pipeline/errors.ts'
import type { DeliveredFile } from './deliveries.ts'

/**
 * The sha256 of a delivered file, in hex. A gz is unpacked to its end on the way, because a reader of
 * a cut one stops in silence. Throws `InputRefused` for a cut or damaged gz.
 */
export const checksum = async (file: DeliveredFile, path: string): Promise<string> => {
  if (!file.gzip) return sha256OfFile(path)
  const hash = createHash('sha256')
  const packed = createReadStream(path, { highWaterMark: 1 << 20 })
  packed.on('data', (part) => hash.update(part))
  try {
    await pipeline(packed, createGunzip(), nowhere())
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error
    throw new InputRefused(
      `Expected a whole gz file at ${file.key}, found one that is cut or damaged.`,
      'Ask for it to be sent again.',
    )
  }
  return hash.digest('hex')
}

const nowhere = (): Writable => new Writable({ write: (_part, _encoding, done) => done() })
