import { type FileHandle, open, rm } from 'node:fs/promises'
import type PQueue from 'p-queue'
import { EmpanelError, exitCode, inputChanged } from '../base/errors.ts'
import { etagInParts, isMd5, md5OfFile, partsOf } from './etag.ts'
import { CutBody, ObjectChanged, type ObjectHead, type ObjectStore } from './object-store.ts'
import { type RetryLimits, retryLimits, withRetries } from './retry.ts'

/** The size of the ranges in which objects are downloaded, and of the parts in which files are uploaded. */
export const PART_BYTES = 8 << 20

export interface Download {
  readonly store: ObjectStore
  readonly object: ObjectHead
  /** The local file to write. */
  readonly file: string
  /** Limits how many ranges are downloaded at a time, over all downloads. */
  readonly queue: PQueue
  /** @default retryLimits */
  readonly limits?: RetryLimits
}

/**
 * Downloads an object to a local file, in concurrent ranges. A range that is cut off resumes where it
 * ended. All ranges are of the same version, and the whole file is checked for its size and, if the
 * store's ETag allows, its checksum.
 *
 * @throws InputRefused if the object is replaced during the download
 */
export const download = async (request: Download): Promise<void> => {
  const { store, object, file, limits = retryLimits } = request
  try {
    await withRetries(() => fetchRanges(request), isDamaged, { ...limits, attempts: 3 })
  } catch (error) {
    await rm(file, { force: true })
    if (error instanceof ObjectChanged) throw inputChanged(object.key)
    if (error instanceof EmpanelError) throw error
    throw new EmpanelError(
      `Expected the ${object.bytes} bytes of ${object.key} from ${store.url}, found them incomplete or damaged in every attempt.`,
      exitCode.failed,
      'Check the store and the network to it, then start again.',
    )
  }
}

const fetchRanges = async ({ object, file, queue, ...rest }: Download): Promise<void> => {
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.truncate(object.bytes)
    const starts = Array.from(
      { length: Math.ceil(object.bytes / PART_BYTES) },
      (_, part) => part * PART_BYTES,
    )
    const ranges = starts.map((from) => () => {
      const end = Math.min(from + PART_BYTES, object.bytes)
      return fetchRange({ ...rest, object, handle, from, end })
    })
    const results = await Promise.allSettled(ranges.map((range) => queue.add(range)))
    for (const result of results) if (result.status === 'rejected') throw result.reason
  } finally {
    await handle.close()
  }
  await rejectDamaged(object, file)
}

interface Range extends Pick<Download, 'store' | 'object' | 'limits'> {
  readonly handle: FileHandle
  readonly from: number
  /** The position after the last byte. */
  readonly end: number
}

const fetchRange = async ({ store, object, handle, from, end, limits }: Range): Promise<void> => {
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
  await withRetries(resume, isInterrupted, limits)
}

const isInterrupted = (error: unknown): boolean =>
  !(error instanceof EmpanelError || error instanceof ObjectChanged)

class Damaged extends Error {}

const isDamaged = (error: unknown): boolean => error instanceof Damaged

const rejectDamaged = async (object: ObjectHead, file: string): Promise<void> => {
  const found = await localEtag(object, file)
  if (found !== undefined && found !== object.etag) throw new Damaged()
}

/** The ETag of the local file; undefined if the store's ETag can't be computed from the content. */
const localEtag = async (
  { etag, bytes, isEncrypted, partBytes }: ObjectHead,
  file: string,
): Promise<string | undefined> => {
  if (isEncrypted) return undefined
  if (isMd5(etag)) return md5OfFile(file)
  const parts = partsOf(etag)
  if (partBytes === undefined || Math.ceil(bytes / partBytes) !== parts) return undefined
  return etagInParts(file, partBytes)
}
