import { z } from 'zod'
import type { Lake } from '../lake/lake.ts'
import type { DeliveredFile } from './deliveries.ts'

const KEY = 'cache/checksums.json'

const schema = z.record(
  z.string(),
  z.strictObject({ bytes: z.int(), tag: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
)
type Known = z.output<typeof schema>

/**
 * The checksums of files that an earlier night took, by name, size and tag (an ETag, or inode and
 * times): such a file is not hashed again. A file without a tag always is.
 */
export class KnownChecksums {
  readonly #lake: Lake
  readonly #text: string | undefined
  readonly #known: Known
  readonly #tonight: Known = {}

  private constructor(lake: Lake, text: string | undefined, known: Known) {
    this.#lake = lake
    this.#text = text
    this.#known = known
  }

  /** `isTrusted` = false takes every checksum anew. */
  static async of(lake: Lake, isTrusted: boolean): Promise<KnownChecksums> {
    const text = await lake.readText(KEY)
    return new KnownChecksums(lake, text, isTrusted ? parse(text) : {})
  }

  /** The checksum of a file, taken by `hash` where it isn't known. */
  async take({ key, bytes, tag }: DeliveredFile, hash: () => Promise<string>): Promise<string> {
    const known = this.#known[key]
    const isSame = tag !== '' && known?.bytes === bytes && known.tag === tag
    const sha256 = isSame ? known.sha256 : await hash()
    if (tag !== '') this.#tonight[key] = { bytes, tag, sha256 }
    return sha256
  }

  /** Remembers tonight's files, and no others. */
  async keep(): Promise<void> {
    const ordered = Object.fromEntries(Object.entries(this.#tonight).toSorted(byKey))
    const text = `${JSON.stringify(ordered)}\n`
    if (text !== this.#text) await this.#lake.swap(KEY, text, this.#text)
  }
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)

/** Whatever is not what was written counts for nothing. */
const parse = (text: string | undefined): Known => {
  try {
    return schema.parse(JSON.parse(text ?? '{}'))
  } catch {
    return {}
  }
}
