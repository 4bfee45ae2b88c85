import { InputRefused } from '../../../base/errors.ts'
import { maxRecordBytes } from '../../../formats/max-record.ts'

/** Shorter lines are not checked, since they can neither be too long nor too wide to read. */
const HARMLESS = 8_192

/** The time to split a line grows with the square of its separators. */
const maxSeparators = 5_000

const LF = 10
const CR = 13

/**
 * Checks the bytes of a text file before any reader does. A reader would silently drop a last line
 * that is too long and has no line end, and would take an hour to split a line of a hundred thousand
 * columns. Costs next to nothing where lines are of a usual length.
 */
export class RecordGuard {
  readonly #key: string
  readonly #separators: ReadonlySet<number>
  /** Bytes and separators of the line that continues in the next part. */
  #bytes = 0
  #found = 0

  /** `key` names the file in errors; `separators` are single characters. */
  constructor(key: string, separators: readonly string[]) {
    this.#key = key
    this.#separators = new Set(separators.map((separator) => separator.charCodeAt(0)))
  }

  /** Checks the next bytes. Throws `InputRefused` for a line that is too long or too wide. */
  check(part: Buffer): void {
    let start = 0
    while (start < part.length) {
      const near = part.subarray(start, start + HARMLESS)
      const end = this.#bytes > 0 ? firstEnd(near) : lastEnd(near)
      if (end >= 0) {
        if (this.#bytes > 0) this.#add(part.subarray(start, start + end))
        this.#bytes = 0
        this.#found = 0
        start += end + 1
        continue
      }
      this.#add(near)
      start += near.length
    }
  }

  #add(bytes: Buffer): void {
    this.#bytes += bytes.length
    if (this.#bytes > maxRecordBytes) throw this.#refusal(maxRecordBytes, 'bytes')
    for (const byte of bytes) if (this.#separators.has(byte)) this.#found += 1
    if (this.#found > maxSeparators) throw this.#refusal(maxSeparators, 'columns')
  }

  #refusal(most: number, unit: string): InputRefused {
    return new InputRefused(
      `Expected records of at most ${most.toLocaleString('en')} ${unit}, found one with more in ${this.#key}.`,
      'Have the file sent again, with each record on its own line.',
    )
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
