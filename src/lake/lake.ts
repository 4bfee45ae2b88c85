/** One object of the lake. `key` is its path below the lake's root, with `/` on every system. */
export interface LakeObject {
  readonly key: string
  readonly bytes: number
  /**
   * Changes when the content does: an ETag, or inode and times. Empty where that can't be told, as of
   * a file that was written just now and may be again within the same tick of the clock.
   */
  readonly tag: string
}

/**
 * Where files come from and go to: a folder, or later a bucket. Everything that is written under
 * `runs/` is written once; only `published.json` and what lies in `cache/` is ever replaced.
 */
export interface Lake {
  /** How a person would name it (`./lake`, `s3://bucket/prefix`); never written into an output. */
  readonly url: string
  /** All objects whose key starts with `prefix`, ordered bytewise by key. */
  list(prefix: string): Promise<LakeObject[]>
  /** The names of the folders directly below `prefix`, which ends in `/`, ordered bytewise. */
  folders(prefix: string): Promise<string[]>
  /** A path on this machine where the object's bytes can be read until the run ends. */
  localPath(key: string): Promise<string>
  /** The object as text, or undefined where there is none. */
  readText(key: string): Promise<string | undefined>
  /** Writes a new object whole, or not at all. Throws where one stands already. */
  write(key: string, content: string | Uint8Array): Promise<void>
  /** Copies a finished local file into the lake as a new object. Throws where one stands already. */
  writeFile(key: string, localFile: string): Promise<void>
  /** Writes the object where none is; says whether it did. */
  writeIfAbsent(key: string, content: string): Promise<boolean>
  /** Replaces `key` atomically if it still reads `expected` (undefined = absent); says whether it did. */
  swap(key: string, content: string, expected: string | undefined): Promise<boolean>
  /** Removes an object; nothing happens where there is none. Only for what is derived or outdated. */
  remove(key: string): Promise<void>
  /** Takes the lake for one run, or undefined when another run holds it. The lock dies with its process. */
  lock(): Promise<LakeLock | undefined>
}

/** The hold on a lake; others can take it after `release`, or once this process has ended. */
export interface LakeLock {
  release(): Promise<void>
}
