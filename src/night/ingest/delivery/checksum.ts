import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { InputRefused } from '../../../base/errors.ts'
import type { DeliveredFile } from './deliveries.ts'
import { readParts } from '../../../base/read-parts.ts'
import { RecordGuard } from './record-guard.ts'
import { bytesOf, tooMuchUnpacked } from './unpacked-limit.ts'
import { errorCode } from '../../../base/error-code.ts'

/** What is known of a file before its checksum is taken. */
export interface Expectations {
  /** What it may unpack to, such as 200GB. */
  readonly limit: string
  readonly delimiter?: string | undefined
}

/**
 * The sha256 of a delivered file, in hex. Every byte comes by here once, so this is where a file is
 * looked at as a whole: a gz is unpacked to its end, because a reader of a cut one stops in silence,
 * and text must have lines that a reader takes. Throws `InputRefused` for a gz that is cut, damaged
 * or unpacks to more than the limit, and for lines that are none.
 */
export const checksum = async (
  file: DeliveredFile,
  path: string,
  { limit, delimiter }: Expectations,
): Promise<string> => {
  const hash = createHash('sha256')
  const guard = file.format === 'parquet' ? undefined : new RecordGuard(file, delimiter)
  if (!file.gzip) {
    for await (const part of readParts(path)) {
      hash.update(part)
      guard?.look(part)
    }
    return hash.digest('hex')
  }
  const packed = createReadStream(path, { highWaterMark: 1 << 20 })
  packed.on('data', (part) => hash.update(part))
  try {
    await pipeline(packed, createGunzip(), watched(file.key, limit, guard))
  } catch (error) {
    if (!errorCode(error).startsWith('Z_')) throw error
    throw new InputRefused(
      `Expected a whole gz file at ${file.key}, found one that is cut or damaged.`,
      'Ask for it to be sent again.',
    )
  }
  return hash.digest('hex')
}

/** Takes so many bytes, looks at them, and keeps none. */
const watched = (key: string, limit: string, guard: RecordGuard | undefined): Writable => {
  let left = bytesOf(limit)
  return new Writable({
    highWaterMark: 1 << 20,
    write: (part: Buffer, _encoding, done) => {
      left -= part.length
      try {
        if (left < 0) throw tooMuchUnpacked(key, limit)
        guard?.look(part)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}
