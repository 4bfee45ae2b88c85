import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import PQueue from 'p-queue'
import { EmpanelError, exitCode, inputChanged } from '../base/errors.ts'
import { compareBytes } from './compare-bytes.ts'
import { PART_BYTES, download } from './download.ts'
import { etagInParts, isMd5, partsOf } from './etag.ts'
import type { Lake, LakeLock, LakeObject, WrittenObject } from './lake.ts'
import { takeLease } from './lease.ts'
import type { Condition, ObjectStore, Put } from './object-store.ts'
import { retryLimits, withRetries } from './retry.ts'
import { objectExists } from './object-exists.ts'
import { compareListing, otherChecksum } from './compare-listing.ts'

const HOUR_MS = 3_600_000

/** A prefix of a bucket as a lake. */
export class BucketLake implements Lake {
  readonly url: string
  readonly #store: ObjectStore
  readonly #spool: string
  readonly #beforeLock: () => Promise<void>
  /** Limits how many ranges are downloaded at a time. */
  readonly #downloads = new PQueue({ concurrency: 8 })
  /** Limits how many large files are uploaded at a time, each with two parts in memory. */
  readonly #uploads = new PQueue({ concurrency: 4 })
  readonly #local = new Map<string, Promise<string>>()
  readonly #paths = new Map<string, string>()
  /** The ETags of the objects that this process wrote. */
  readonly #written = new Map<string, string>()

  /** @param beforeLock throws where the store is unsuitable for runs */
  constructor(store: ObjectStore, spool: string, beforeLock = async (): Promise<void> => {}) {
    this.url = store.url
    this.#store = store
    this.#spool = spool
    this.#beforeLock = beforeLock
  }

  async list(prefix: string): Promise<LakeObject[]> {
    const { objects } = await this.#store.list(prefix)
    const files = new Map(objects.map((object) => [object.key, object]))
    return [...files.values()]
      .filter(({ key }) => !key.endsWith('/'))
      .map(({ key, bytes, etag }) => ({ key, bytes, tag: etag }))
      .sort((a, b) => compareBytes(a.key, b.key))
  }

  async folders(prefix: string): Promise<string[]> {
    const { folders } = await this.#store.list(prefix, { foldersOnly: true })
    const names = new Set(folders.map((folder) => folder.slice(prefix.length, -1)))
    return [...names].sort(compareBytes)
  }

  localPath(key: string, listed?: LakeObject): Promise<string> {
    const fetched = this.#local.get(key)
    if (fetched) return fetched
    const file = this.#fetch(key, listed)
    this.#local.set(key, file)
    return file
  }

  pathOf(key: string): string {
    const ending = /(\.[a-z0-9]{1,8}){0,2}$/i.exec(key)?.[0] ?? ''
    const file =
      this.#paths.get(key) ?? path.join(this.#spool, `object-${this.#paths.size}${ending}`)
    this.#paths.set(key, file)
    return file
  }

  /** Always true: the download is a private copy of the listed version. */
  async isUnchanged(): Promise<boolean> {
    return true
  }

  async readText(key: string): Promise<string | undefined> {
    return (await this.#store.text(key))?.text
  }

  async write(key: string, content: string | Uint8Array): Promise<void> {
    if (!(await this.#putOnce(key, Buffer.from(content), { absent: true }))) throw objectExists(key)
  }

  async writeFile(key: string, localFile: string): Promise<void> {
    const { size } = await stat(localFile)
    if (size <= PART_BYTES) return this.write(key, await readFile(localFile))
    return this.#uploads.add(async () => this.#upload(key, localFile, size))
  }

  async writeIfAbsent(key: string, content: string): Promise<boolean> {
    return this.#putOnce(key, Buffer.from(content), { absent: true })
  }

  async swap(key: string, content: string, expected: string | undefined): Promise<boolean> {
    const found = await this.#store.text(key)
    if (found?.text !== expected) return false
    return this.#putOnce(key, Buffer.from(content), found ? { etag: found.etag } : { absent: true })
  }

  async verify(prefix: string, written: readonly WrittenObject[]): Promise<string[]> {
    let faults: string[] = []
    const check = async (): Promise<void> => {
      const listed = await this.list(prefix)
      const wrong = listed.filter(({ key, tag }) => (this.#written.get(key) ?? tag) !== tag)
      faults = [...compareListing(listed, written), ...wrong.map(({ key }) => otherChecksum(key))]
      if (faults.length > 0) throw new Error('the list may be outdated')
    }
    // A list may be older than the last write, so it gets time to catch up.
    await withRetries(check, () => faults.length > 0, { ...retryLimits, attempts: 5 }).catch(
      (error: unknown) => {
        if (faults.length === 0) throw error
      },
    )
    return faults
  }

  async remove(key: string): Promise<void> {
    await this.#store.remove(key)
  }

  async removeAll(prefix: string): Promise<void> {
    const queue = new PQueue({ concurrency: 16 })
    const { objects } = await this.#store.list(prefix)
    await queue.addAll(
      objects.map(
        ({ key }) =>
          () =>
            this.#store.remove(key),
      ),
    )
  }

  /** Leaves uploads to the inbox to their owners, and recent ones of closes, which run without the lock. */
  async sweep(): Promise<void> {
    for (const prefix of ['runs/', 'cache/']) await this.#store.abortUploads(prefix)
    await this.#store.abortUploads('closes/', Date.now() - HOUR_MS)
  }

  async lock(): Promise<LakeLock | undefined> {
    await this.#beforeLock()
    return takeLease(this.#store)
  }

  async #fetch(key: string, listed: LakeObject | undefined): Promise<string> {
    const file = this.pathOf(key)
    const object = await this.#store.head(key)
    if (listed && (object?.etag !== listed.tag || object.bytes !== listed.bytes))
      throw inputChanged(key)
    if (!object) throw missing(key)
    await download({ store: this.#store, object, file, queue: this.#downloads })
    return file
  }

  /** Writes under a condition. Recognizes a write whose response was lost by the content that is there. */
  async #putOnce(key: string, content: Buffer, condition: Condition): Promise<boolean> {
    let failure: unknown
    const put = await this.#store.put(key, content, condition).catch((error: unknown): Put => {
      failure = error
      return { isWritten: false, isSure: false }
    })
    if (put.isWritten) {
      this.#written.set(key, put.etag)
      return true
    }
    const found = put.isSure ? undefined : await this.#store.text(key)
    if (found?.text === content.toString()) {
      this.#written.set(key, found.etag)
      return true
    }
    if (failure !== undefined) throw failure
    return false
  }

  async #upload(key: string, localFile: string, size: number): Promise<void> {
    const partBytes = Math.max(PART_BYTES, Math.ceil(size / 9_000))
    if (await this.#store.head(key)) throw objectExists(key)
    const [expected] = await Promise.all([
      etagInParts(localFile, partBytes),
      this.#store.upload(key, localFile, partBytes),
    ])
    const object = await this.#store.head(key)
    const hasChecksum =
      object && !object.isEncrypted && (partsOf(object.etag) > 0 || isMd5(object.etag))
    if (object?.bytes !== size || (hasChecksum && object.etag !== expected)) {
      throw new EmpanelError(
        `Expected the store to keep the ${size} bytes of ${key} as they were sent, found ${object ? `${object.bytes} bytes, or other ones` : 'nothing'}.`,
        exitCode.failed,
        'Check the store and the network to it, then start again.',
      )
    }
    this.#written.set(key, object.etag)
  }
}

const missing = (key: string): Error =>
  Object.assign(new Error(`${key} is missing`), { code: 'ENOENT' })
