import { z } from 'zod'
import { jsonOrUndefined } from '../../../base/json.ts'
import type { Lake } from '../../../lake/lake.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'
import { cachedHeader, describeHeader, openCached } from './cached-header.ts'
import type { OpenFile } from './opened.ts'

const KEY = 'cache/checksums.json'

const schema = z.record(
  z.string(),
  z.strictObject({
    bytes: z.int(),
    tag: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    opening: cachedHeader.optional(),
  }),
)
type Entries = z.output<typeof schema>

/**
 * Checksums and headers of files that an earlier night read, by name, size and tag (an ETag, or inode
 * and times). Such a file is neither hashed nor opened again. A file without a tag always is.
 */
export class InputCache {
  readonly #lake: Lake
  readonly #text: string | undefined
  readonly #earlier: Entries
  readonly #tonight: Entries = {}

  private constructor(lake: Lake, text: string | undefined, earlier: Entries) {
    this.#lake = lake
    this.#text = text
    this.#earlier = earlier
  }

  /** Reads the cache of a lake. Where it is not trusted, every file is hashed and opened again. */
  static async of(lake: Lake, isTrusted: boolean): Promise<InputCache> {
    const text = await lake.readText(KEY)
    return new InputCache(lake, text, isTrusted ? parse(text) : {})
  }

  /** Returns the checksum of a file, computed by `hash` where it is not cached. */
  async checksum(file: DeliveredFile, hash: () => Promise<string>): Promise<string> {
    const { key, bytes, tag } = file
    const sha256 = this.#entryOf(file)?.sha256 ?? (await hash())
    if (tag !== '') this.#tonight[key] = { bytes, tag, sha256 }
    return sha256
  }

  /** Opens a file whose checksum was taken, by `open` where its header is not cached. */
  async open(
    file: DeliveredFile,
    { how, place }: { readonly how: string; readonly place: string },
    open: () => Promise<OpenFile>,
  ): Promise<OpenFile> {
    const header = this.#entryOf(file)?.opening
    const cached = openCached(header, how, file, place)
    const opened = cached ?? (await open())
    const tonight = this.#tonight[file.key]
    if (tonight) tonight.opening = cached && header ? header : describeHeader(opened, how)
    return opened
  }

  #entryOf({ key, bytes, tag }: DeliveredFile): Entries[string] | undefined {
    const entry = this.#earlier[key]
    return tag !== '' && entry?.bytes === bytes && entry.tag === tag ? entry : undefined
  }

  /** Writes the entries of tonight's files, and no others. */
  async save(): Promise<void> {
    const ordered = Object.fromEntries(Object.entries(this.#tonight).toSorted(byKey))
    const text = `${JSON.stringify(ordered)}\n`
    if (text !== this.#text) await this.#lake.swap(KEY, text, this.#text)
  }
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)

/** A cache that is not as it was written is treated as empty. */
const parse = (text: string | undefined): Entries =>
  schema.safeParse(jsonOrUndefined(text ?? '{}')).data ?? {}
