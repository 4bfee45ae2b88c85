import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { errorCode } from '../../../base/error-code.ts'
import { InputRefused } from '../../../base/errors.ts'
import { readParts } from '../../../base/read-parts.ts'
import type { FormatOptions } from '../../../formats/index.ts'
import { bytesOf, tooMuchUnpacked } from '../../../formats/unpacked-limit.ts'
import type { DeliveredFile } from './deliveries.ts'
import { RecordGuard } from './record-guard.ts'

interface Limits {
  /** What the file may unpack to, such as 200GB. */
  readonly maxUnpacked: string
  readonly options: FormatOptions
}

/**
 * Returns the sha256 of a delivered file in hex. Because every byte passes here once, this is also
 * where the file is checked as a whole: a gz is unpacked to its end, since readers stop silently at
 * the end of a truncated one, and lines of text are checked for length and width.
 *
 * @throws InputRefused for a gz that is truncated, damaged or unpacks to too much, and for lines that
 * are too long or too wide
 */
export const checksum = async (
  file: DeliveredFile,
  path: string,
  { maxUnpacked, options }: Limits,
): Promise<string> => {
  const hash = createHash('sha256')
  const separators = file.format.separators?.(options)
  const guard = separators && new RecordGuard(file.key, separators)
  if (!file.gzip) {
    for await (const part of readParts(path)) {
      hash.update(part)
      guard?.check(part)
    }
    return hash.digest('hex')
  }
  const packed = createReadStream(path, { highWaterMark: 1 << 20 })
  packed.on('data', (part) => hash.update(part))
  try {
    await pipeline(packed, createGunzip(), checked(file.key, maxUnpacked, guard))
  } catch (error) {
    if (!errorCode(error).startsWith('Z_')) throw error
    throw new InputRefused(
      `Expected a whole gz file at ${file.key}, found a truncated or damaged one.`,
      'Have the file sent again.',
    )
  }
  return hash.digest('hex')
}

/** A stream that checks what passes, up to so many bytes, and keeps none of it. */
const checked = (key: string, maxUnpacked: string, guard: RecordGuard | undefined): Writable => {
  let left = bytesOf(maxUnpacked)
  return new Writable({
    highWaterMark: 1 << 20,
    write: (part: Buffer, _encoding, done) => {
      left -= part.length
      try {
        if (left < 0) throw tooMuchUnpacked(key, maxUnpacked)
        guard?.check(part)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}
