/** One object of the lake. `key` is its path below the lake's root, with `/` on every system. */
export interface LakeObject {
  readonly key: string
  readonly bytes: number
  /**
   * Changes when the content does: an ETag, or inode and times. Empty for a file that was written so
   * recently that another write within the same tick of the clock would not show.
   */
  readonly tag: string
}

/** An object that this process wrote, with the size and checksum that it should have. */
export interface WrittenObject {
  readonly key: string
  readonly bytes: number
  readonly sha256: string
}

/**
 * Where files are read from and written to: a folder, or a prefix of a bucket. Everything under `runs/`
 * is written once; only `published.json` and the files in `cache/` are ever replaced.
 */
export interface Lake {
  /** The lake as a person names it (`./lake`, `s3://bucket/prefix`); never part of an output. */
  readonly url: string
  /** Lists all objects whose key starts with `prefix`, in bytewise order of their keys. */
  list(prefix: string): Promise<LakeObject[]>
  /** Names the folders directly below `prefix`, which ends in `/`, in bytewise order. */
  folders(prefix: string): Promise<string[]>
  /**
   * Returns a path on this machine where the object can be read until the run ends.
   *
   * @param listed the object as it was listed
   * @throws InputRefused where the object is known to have changed since
   */
  localPath(key: string, listed?: LakeObject): Promise<string>
  /** Returns the path that `localPath` returns for a key, without fetching the object. */
  pathOf(key: string): string
  /** Whether the local file of `localPath` still has the content that was listed. */
  isUnchanged(listed: LakeObject): Promise<boolean>
  /** Reads an object as text; returns undefined where there is none. */
  readText(key: string): Promise<string | undefined>
  /** Writes a new object, whole or not at all. Throws where one exists. */
  write(key: string, content: string | Uint8Array): Promise<void>
  /** Copies a finished local file into the lake as a new object. Throws where one exists. */
  writeFile(key: string, localFile: string): Promise<void>
  /** Writes a new object; returns false, and writes nothing, where one exists. */
  writeIfAbsent(key: string, content: string): Promise<boolean>
  /**
   * Replaces an object atomically if its text is still `expected` (undefined: if there is none).
   *
   * @returns whether it was replaced
   */
  swap(key: string, content: string, expected: string | undefined): Promise<boolean>
  /** Removes an object, if there is one. Only for derived or outdated objects. */
  remove(key: string): Promise<void>
  /**
   * Compares everything below `prefix` with what this process wrote there, by listing and by checksum.
   *
   * @returns a sentence for each difference
   */
  verify(prefix: string, written: readonly WrittenObject[]): Promise<string[]>
  /** Removes all objects below `prefix`. */
  removeAll(prefix: string): Promise<void>
  /** Removes the unfinished writes of processes that died. Only while holding the lock. */
  sweep(): Promise<void>
  /**
   * Locks the lake for one run; returns undefined while another run holds it. The lock ends with the
   * process that holds it.
   */
  lock(): Promise<LakeLock | undefined>
}

/** The hold on a lake. Others can take it after `release`, or once this process has ended. */
export interface LakeLock {
  /** Greater than that of every earlier hold; 0 where no hold can outlive its process. */
  readonly fence: number
  /** Whether the previous holder never released it: it may only be paused, and may resume. */
  readonly tookOver: boolean
  /** Checks whether this process still holds the lake. */
  isHeld(): Promise<boolean>
  release(): Promise<void>
}
