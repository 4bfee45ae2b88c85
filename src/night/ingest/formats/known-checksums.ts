import { z } from 'zod'
import type { Lake } from '../../../lake/lake.ts'
import type { DeliveredFile } from '../delivery/deliveries.ts'
import { knownOpening, openAgain, rememberOpening } from './known-opening.ts'
import type { OpenFile } from './opened.ts'
import { jsonOrUndefined } from '../../../base/json.ts'

const KEY = 'cache/checksums.json'

const schema = z.record(
  z.string(),
  z.strictObject({
    bytes: z.int(),
    tag: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    opening: knownOpening.optional(),
  }),
)
type Known = z.output<typeof schema>

/**
 * The checksums of files that an earlier night took, by name, size and tag (an ETag, or inode and
 * times), and what their headers said: such a file is neither hashed nor opened again. A file without
 * a tag always is.
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
  async take(file: DeliveredFile, hash: () => Promise<string>): Promise<string> {
    const { key, bytes, tag } = file
    const sha256 = this.#of(file)?.sha256 ?? (await hash())
    if (tag !== '') this.#tonight[key] = { bytes, tag, sha256 }
    return sha256
  }

  /** A file whose checksum was taken, opened by `open` where no night opened it in that way. */
  async open(
    file: DeliveredFile,
    { how, place }: { readonly how: string; readonly place: string },
    open: () => Promise<OpenFile>,
  ): Promise<OpenFile> {
    const known = this.#of(file)?.opening
    const again = openAgain(known, how, file, place)
    const opened = again ?? (await open())
    const tonight = this.#tonight[file.key]
    if (tonight) tonight.opening = again && known ? known : rememberOpening(opened, how)
    return opened
  }

  #of({ key, bytes, tag }: DeliveredFile): Known[string] | undefined {
    const known = this.#known[key]
    return tag !== '' && known?.bytes === bytes && known.tag === tag ? known : undefined
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
const parse = (text: string | undefined): Known =>
  schema.safeParse(jsonOrUndefined(text ?? '{}')).data ?? {}
