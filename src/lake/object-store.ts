/** An object as a bucket knows it. */
export interface StoredObject {
  readonly key: string
  readonly bytes: number
  readonly etag: string
}

export interface ObjectHead extends StoredObject {
  /** Names this very content where the bucket keeps versions. */
  readonly version: string | undefined
  /** Whether the ETag says anything of the content: with a KMS key it does not. */
  readonly isEncrypted: boolean
  /** The size of its first part, where it was sent in parts and the store tells. */
  readonly partBytes: number | undefined
}

/** An object read whole, with how long ago the store itself says that it was written. */
export interface ObjectText {
  readonly text: string
  readonly etag: string
  readonly ageSeconds: number
}

/** What must hold of an object for it to be written: that there is none, or that it is still this one. */
export type Condition = { readonly absent: true } | { readonly etag: string }

export type Put =
  | { readonly isWritten: true; readonly etag: string }
  /** `isSure`: the first answer said so. Else an earlier try may have written, its answer lost. */
  | { readonly isWritten: false; readonly isSure: boolean }

export interface Listing {
  readonly objects: readonly StoredObject[]
  /** The prefixes below, up to and with the next `/`; only where they were asked for. */
  readonly folders: readonly string[]
}

/**
 * The few things that a lake asks of a bucket. Keys are those of the lake: the bucket and the prefix
 * are the store's own. Whatever can be tried again has been tried again when one of these throws.
 */
export interface ObjectStore {
  readonly url: string
  /** All pages of it. */
  list(prefix: string, options?: { readonly foldersOnly: boolean }): Promise<Listing>
  head(key: string): Promise<ObjectHead | undefined>
  text(key: string): Promise<ObjectText | undefined>
  /** The bytes `from` to `to` (inclusive) of that very object; `ObjectChanged` when it is another now. */
  read(object: ObjectHead, from: number, to: number): AsyncIterable<Uint8Array>
  /** Writes small content, if the condition holds. */
  put(key: string, content: Uint8Array, condition?: Condition): Promise<Put>
  /** Sends a file in parts; the ETag. Where it fails, the store keeps no part. */
  upload(key: string, file: string, partBytes: number): Promise<string>
  remove(key: string): Promise<void>
  /**
   * Forgets the parts of uploads below `prefix` that were never finished, and were begun before that
   * time; how many uploads.
   */
  forgetUploads(prefix: string, before?: number): Promise<number>
}

/** The object that was to be read has been replaced or removed meanwhile. */
export class ObjectChanged extends Error {
  override readonly name = 'ObjectChanged'
}

/** What came is not what was announced: cut, or not the bytes of that ETag. */
export class CutBody extends Error {
  override readonly name = 'CutBody'
}
