import { InputRefused } from '../../../base/errors.ts'
import type { DeliveredFile } from './deliveries.ts'
import { maxRecordBytes } from './max-record.ts'

/** Lines up to this are passed over unseen: whatever they hold can't hurt. */
const HARMLESS = 8_192

/** More separators than this in one line are no table: telling them apart costs their square. */
const maxSeparators = 5_000

const LF = 10
const CR = 13

/**
 * Looks at the bytes of a text file on their way by, before any reader does: a last line without an
 * end that is longer than a reader takes would be dropped in silence, and one of a hundred thousand
 * columns would keep it busy for an hour. Costs next to nothing where lines are of a usual length.
 */
export class RecordGuard {
  readonly #file: DeliveredFile
  readonly #separators: ReadonlySet<number>
  /** Bytes and separators of the line that goes on into the next part. */
  #bytes = 0
  #found = 0

  constructor(file: DeliveredFile, delimiter: string | undefined) {
    this.#file = file
    const usual = file.format === 'ndjson' ? ['\x01'] : [',', '|', '\t', ';', delimiter ?? ',']
    this.#separators = new Set(usual.map((separator) => separator.charCodeAt(0)))
  }

  /** Takes the next bytes; throws `InputRefused` where a line is none that can be read. */
  look(part: Buffer): void {
    let start = 0
    while (start < part.length) {
      const near = part.subarray(start, start + HARMLESS)
      const end = this.#bytes > 0 ? firstEnd(near) : lastEnd(near)
      if (end >= 0) {
        if (this.#bytes > 0) this.#goOn(part.subarray(start, start + end))
        this.#bytes = 0
        this.#found = 0
        start += end + 1
        continue
      }
      this.#goOn(near)
      start += near.length
    }
  }

  #goOn(bytes: Buffer): void {
    this.#bytes += bytes.length
    if (this.#bytes > maxRecordBytes) {
      throw new InputRefused(
        `Expected records of at most ${maxRecordBytes.toLocaleString('en')} bytes, found a longer one in ${this.#file.key}.`,
        'Ask for the file to be sent again; each record has a line of its own.',
      )
    }
    for (const byte of bytes) if (this.#separators.has(byte)) this.#found += 1
    if (this.#found > maxSeparators) {
      throw new InputRefused(
        `Expected records of at most ${maxSeparators.toLocaleString('en')} columns, found one with more in ${this.#file.key}.`,
        'Ask for the file to be sent again; each record has a line of its own.',
      )
    }
  }
}

const lastEnd = (bytes: Buffer): number => {
  const end = bytes.lastIndexOf(LF)
  return end >= 0 ? end : bytes.lastIndexOf(CR)
}

const firstEnd = (bytes: Buffer): number => {
  const end = bytes.indexOf(LF)
  return end >= 0 ? end : bytes.indexOf(CR)
}
