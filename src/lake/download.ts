import { type FileHandle, open, rm } from 'node:fs/promises'
import type PQueue from 'p-queue'
import { EmpanelError, exitCode, inputChanged } from '../base/errors.ts'
import { etagInParts, isMd5, md5OfFile, partsOf } from './etag.ts'
import { CutBody, ObjectChanged, type ObjectHead, type ObjectStore } from './object-store.ts'
import { type RetryLimits, retryLimits, withRetries } from './retry.ts'

/** How much of an object is asked for at a time, and in what parts larger files are sent. */
export const PART_BYTES = 8 << 20

/**
 * Brings an object to a local file, in ranges side by side; one that is cut goes on where it ended.
 * All ranges are of one and the same version, and the whole is held against the size and, where the
 * store's ETag tells it, the checksum.
 *
 * @param queue bounds how many ranges are under way at a time, over all downloads
 * @throws InputRefused where the object is replaced meanwhile
 */
export const download = async (
  store: ObjectStore,
  object: ObjectHead,
  file: string,
  queue: PQueue,
  limits: RetryLimits = retryLimits,
): Promise<void> => {
  try {
    await withRetries(() => fetchAll(store, object, file, queue, limits), isDamaged, {
      ...limits,
      attempts: 3,
    })
  } catch (error) {
    await rm(file, { force: true })
    if (error instanceof ObjectChanged) throw inputChanged(object.key)
    if (error instanceof EmpanelError) throw error
    throw new EmpanelError(
      `Expected ${object.bytes} bytes of ${object.key} as ${store.url} has them, found them cut or damaged each time.`,
      exitCode.failed,
      'See how the store and the way to it fare, then start again.',
    )
  }
}

const fetchAll = async (
  store: ObjectStore,
  object: ObjectHead,
  file: string,
  queue: PQueue,
  limits: RetryLimits,
): Promise<void> => {
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.truncate(object.bytes)
    const starts = Array.from(
      { length: Math.ceil(object.bytes / PART_BYTES) },
      (_, at) => at * PART_BYTES,
    )
    const ranges = starts.map(
      (from) => () =>
        fetchRange(store, object, handle, from, Math.min(from + PART_BYTES, object.bytes), limits),
    )
    const results = await Promise.allSettled(ranges.map((range) => queue.add(range)))
    for (const result of results) if (result.status === 'rejected') throw result.reason
  } finally {
    await handle.close()
  }
  await refuseDamaged(object, file)
}

const fetchRange = async (
  store: ObjectStore,
  object: ObjectHead,
  handle: FileHandle,
  from: number,
  end: number,
  limits: RetryLimits,
): Promise<void> => {
  let at = from
  const resume = async (): Promise<void> => {
    if (at === end) return
    for await (const chunk of store.read(object, at, end - 1)) {
      if (at + chunk.length > end) throw new CutBody()
      await handle.write(chunk, 0, chunk.length, at)
      at += chunk.length
    }
    if (at < end) throw new CutBody()
  }
  await withRetries(
    resume,
    (error) => !(error instanceof EmpanelError || error instanceof ObjectChanged),
    limits,
  )
}

class Damaged extends Error {}

const isDamaged = (error: unknown): boolean => error instanceof Damaged

const refuseDamaged = async (object: ObjectHead, file: string): Promise<void> => {
  const expected = await checksumToExpect(object, file)
  if (expected !== undefined && expected !== object.etag) throw new Damaged()
}

/** What the ETag of the local bytes is; undefined where the store's tells nothing of the content. */
const checksumToExpect = async (
  { etag, bytes, isEncrypted, partBytes }: ObjectHead,
  file: string,
): Promise<string | undefined> => {
  if (isEncrypted) return undefined
  if (isMd5(etag)) return md5OfFile(file)
  const parts = partsOf(etag)
  if (partBytes === undefined || Math.ceil(bytes / partBytes) !== parts) return undefined
  return etagInParts(file, partBytes)
}
