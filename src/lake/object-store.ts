/** An object as a bucket lists it. */
export interface StoredObject {
  readonly key: string
  readonly bytes: number
  readonly etag: string
}

export interface ObjectHead extends StoredObject {
  /** Identifies this content where the bucket keeps versions. */
  readonly version: string | undefined
  /** Whether the object is encrypted with a key, so that its ETag does not depend on the content alone. */
  readonly isEncrypted: boolean
  /** The size of its first part, where it was uploaded in parts and the store reports it. */
  readonly partBytes: number | undefined
}

/** An object read whole. `ageSeconds` is the time since it was written, by the store's own clock. */
export interface ObjectText {
  readonly text: string
  readonly etag: string
  readonly ageSeconds: number
}

/** The condition of a write: that no object exists, or that it still has this ETag. */
export type Condition = { readonly absent: true } | { readonly etag: string }

export type Put =
  | { readonly isWritten: true; readonly etag: string }
  /** Unless `isSure`, an earlier attempt may have written the object and its response was lost. */
  | { readonly isWritten: false; readonly isSure: boolean }

export interface Listing {
  readonly objects: readonly StoredObject[]
  /** The prefixes directly below, up to and including the next `/`; only with `foldersOnly`. */
  readonly folders: readonly string[]
}

/**
 * The operations that a lake needs of a bucket. Keys are those of the lake: the store adds the bucket
 * and the prefix. Each operation retries what can be retried before it throws.
 */
export interface ObjectStore {
  readonly url: string
  /** Lists everything below `prefix`, over all pages. */
  list(prefix: string, options?: { readonly foldersOnly: boolean }): Promise<Listing>
  head(key: string): Promise<ObjectHead | undefined>
  text(key: string): Promise<ObjectText | undefined>
  /** Yields the bytes `from` to `to` (inclusive) of an object; throws `ObjectChanged` once it changed. */
  read(object: ObjectHead, from: number, to: number): AsyncIterable<Uint8Array>
  /** Writes small content, if the condition holds. */
  put(key: string, content: Uint8Array, condition?: Condition): Promise<Put>
  /** Uploads a file in parts and returns its ETag. A failed upload leaves no parts behind. */
  upload(key: string, file: string, partBytes: number): Promise<string>
  remove(key: string): Promise<void>
  /**
   * Aborts the unfinished uploads below `prefix` that began before a time (milliseconds since 1970).
   *
   * @returns how many
   */
  abortUploads(prefix: string, before?: number): Promise<number>
}

/** The object that was to be read has been replaced or removed. */
export class ObjectChanged extends Error {
  override readonly name = 'ObjectChanged'
}

/** A response body that is incomplete, or does not match the ETag or range of its response. */
export class CutBody extends Error {
  override readonly name = 'CutBody'
}
