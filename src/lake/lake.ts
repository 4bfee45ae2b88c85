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

/** An object that this process wrote, and what it wrote. */
export interface WrittenObject {
  readonly key: string
  readonly bytes: number
  readonly sha256: string
}

/**
 * Where files come from and go to: a folder or a prefix of a bucket. Everything that is written under
 * `runs/` is written once; only `published.json` and what lies in `cache/` is ever replaced.
 */
export interface Lake {
  /** How a person would name it (`./lake`, `s3://bucket/prefix`); never written into an output. */
  readonly url: string
  /** All objects whose key starts with `prefix`, ordered bytewise by key. */
  list(prefix: string): Promise<LakeObject[]>
  /** The names of the folders directly below `prefix`, which ends in `/`, ordered bytewise. */
  folders(prefix: string): Promise<string[]>
  /**
   * A path on this machine where the object's bytes can be read until the run ends. `listed` is the
   * object as a list gave it: throws `InputRefused` where it is known to be another by now.
   */
  localPath(key: string, listed?: LakeObject): Promise<string>
  /** Where `localPath` will bring an object, or did; nothing may be there yet. */
  placeOf(key: string): string
  /** Whether what `localPath` gave is still what was listed. */
  isUnchanged(listed: LakeObject): Promise<boolean>
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
  /**
   * What is wrong below `prefix`, where this process wrote these objects and nothing else, by listing
   * and by checksum: a sentence each; none where all is as it was written.
   */
  verify(prefix: string, written: readonly WrittenObject[]): Promise<string[]>
  /** Removes all objects below `prefix`. */
  removeAll(prefix: string): Promise<void>
  /** Removes what writers that died left of writes that they never finished; for who holds the lake. */
  sweep(): Promise<void>
  /** Takes the lake for one run, or undefined when another run holds it. The lock dies with its process. */
  lock(): Promise<LakeLock | undefined>
}

/** The hold on a lake; others can take it after `release`, or once this process has ended. */
export interface LakeLock {
  /** Greater than that of every hold before; 0 where no hold can outlive its process. */
  readonly fence: number
  /** Whether the holder before never let go: it may be paused, and wake up. */
  readonly tookOver: boolean
  /** Asks whether the lake is still ours. */
  isHeld(): Promise<boolean>
  release(): Promise<void>
}
