import { randomBytes } from 'node:crypto'
import { type BigIntStats, type Dirent, constants } from 'node:fs'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import PQueue from 'p-queue'
import { openExclusively } from '../engine/duckdb-engine.ts'
import { ConfigError } from '../base/errors.ts'
import { compareBytes } from './compare-bytes.ts'
import type { Lake, LakeLock, LakeObject, WrittenObject } from './lake.ts'
import { diskError } from './disk-error.ts'
import { objectExists } from './object-exists.ts'
import { compareListing, otherChecksum } from './compare-listing.ts'
import { sha256OfFile } from '../base/checksum.ts'
import { errorCode, undefinedIfMissing } from '../base/error-code.ts'

const LOCK = '.empanel.lock'

const HOUR_MS = 3_600_000

/** The ending of a file that is still being written. */
const DRAFT = '.draft'

/**
 * Opens a folder as a lake. Files are readable by their owner only: they hold protected health
 * information.
 *
 * @throws ConfigError where there is no such folder
 */
export const openLocalLake = async (folder: string): Promise<Lake> => {
  const root = path.resolve(folder)
  const stat = await fs.stat(root).catch(() => undefined)
  if (!stat?.isDirectory()) {
    throw new ConfigError(
      `Expected a lake folder at ${folder}, found ${stat ? 'a file' : 'nothing'}.`,
      'Create one with `empanel init`, or name another one with --lake.',
    )
  }
  return new LocalLake(folder, root)
}

class LocalLake implements Lake {
  readonly url: string
  readonly #root: string
  /** The identities of the files when they were listed. */
  readonly #identities = new WeakMap<LakeObject, string>()

  constructor(url: string, root: string) {
    this.url = url
    this.#root = root
  }

  async list(prefix: string): Promise<LakeObject[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    const found: LakeObject[] = []
    await this.#walk(folder, (key, stat) => {
      if (!key.startsWith(prefix)) return
      const listed = { key, bytes: Number(stat.size), tag: tagOf(stat) }
      found.push(listed)
      this.#identities.set(listed, identityOf(stat))
    })
    return found.sort((a, b) => compareBytes(a.key, b.key))
  }

  async folders(prefix: string): Promise<string[]> {
    const entries = await this.#entries(prefix)
    const folders = entries.filter((entry) => entry.isDirectory())
    return folders.map(({ name }) => name).sort(compareBytes)
  }

  async localPath(key: string): Promise<string> {
    return this.#path(key)
  }

  pathOf(key: string): string {
    return this.#path(key)
  }

  async isUnchanged(listed: LakeObject): Promise<boolean> {
    const stat = await fs.stat(this.#path(listed.key), { bigint: true }).catch(undefinedIfMissing)
    return stat !== undefined && identityOf(stat) === this.#identities.get(listed)
  }

  async readText(key: string): Promise<string | undefined> {
    return fs.readFile(this.#path(key), 'utf8').catch(undefinedIfMissing)
  }

  async write(key: string, content: string | Uint8Array): Promise<void> {
    if (!(await this.#create(key, (draft) => writeDurably(draft, content)))) throw objectExists(key)
  }

  async writeFile(key: string, localFile: string): Promise<void> {
    const copy = async (draft: string): Promise<void> => {
      await fs.copyFile(localFile, draft, constants.COPYFILE_FICLONE)
      await fs.chmod(draft, 0o600)
      await syncFile(draft)
    }
    if (!(await this.#create(key, copy))) throw objectExists(key)
  }

  async writeIfAbsent(key: string, content: string): Promise<boolean> {
    return this.#create(key, (draft) => writeDurably(draft, content))
  }

  async swap(key: string, content: string, expected: string | undefined): Promise<boolean> {
    if (expected === undefined) return this.writeIfAbsent(key, content)
    if ((await this.readText(key)) !== expected) return false
    return this.#throughDraft(key, async (draft, target) => {
      await writeDurably(draft, content)
      await fs.rename(draft, target)
      return true
    })
  }

  async remove(key: string): Promise<void> {
    await fs.rm(this.#path(key), { force: true })
    await this.#removeEmpty(path.dirname(this.#path(key)))
  }

  /** Removes a folder if it is empty, and then its parents likewise, up to the first level. */
  async #removeEmpty(folder: string): Promise<void> {
    if (path.dirname(folder) === this.#root || folder === this.#root) return
    const isGone = await fs.rmdir(folder).then(
      () => true,
      () => false,
    )
    if (isGone) await this.#removeEmpty(path.dirname(folder))
  }

  async verify(prefix: string, written: readonly WrittenObject[]): Promise<string[]> {
    const queue = new PQueue({ concurrency: 4 })
    const faults = compareListing(await this.list(prefix), written)
    const sums = await queue.addAll(
      written.map(({ key, sha256 }) => async () => {
        const found = await sha256OfFile(this.#path(key)).catch(undefinedIfMissing)
        return found === undefined || found === sha256 ? [] : [otherChecksum(key)]
      }),
    )
    return [...faults, ...sums.flat()]
  }

  async removeAll(prefix: string): Promise<void> {
    await fs.rm(this.#path(prefix), { recursive: true, force: true })
  }

  async sweep(): Promise<void> {
    for (const folder of ['', 'cache/', 'runs/']) await this.#sweep(folder, folder === '' ? 0 : 3)
    // Requests and closes are written without the lock, so a recent draft may still be in use.
    await this.#sweep('requests/', 0, Date.now() - HOUR_MS)
    await this.#sweep('closes/', 2, Date.now() - HOUR_MS)
  }

  async #sweep(folder: string, depth: number, before = Infinity): Promise<void> {
    for (const entry of await this.#entries(folder)) {
      const key = folder + entry.name
      if (entry.isDirectory() && depth > 0) await this.#sweep(`${key}/`, depth - 1, before)
      if (!entry.isFile() || !key.endsWith(DRAFT)) continue
      const stat = await fs.stat(this.#path(key)).catch(undefinedIfMissing)
      if (stat && stat.mtimeMs < before) await this.remove(key)
    }
  }

  async lock(): Promise<LakeLock | undefined> {
    await fs.access(this.#root, constants.W_OK).catch((error: unknown) => {
      throw diskError(error, this.url) ?? error
    })
    const hold = await openExclusively(this.#path(LOCK))
    if (!hold) return undefined
    return {
      fence: 0,
      tookOver: false,
      isHeld: async () => true,
      release: async () => hold.close(),
    }
  }

  /** The path of a key. A key that leads out of the lake is a bug, since no input can contain one. */
  #path(key: string): string {
    const full = path.join(this.#root, ...key.split('/'))
    if (full !== this.#root && !full.startsWith(this.#root + path.sep)) {
      throw new Error('a key may not lead out of the lake')
    }
    return full
  }

  /** Visits every file below a folder, and follows links that upstream systems put into the lake. */
  async #walk(
    folder: string,
    visit: (key: string, stat: BigIntStats) => void,
    above: readonly string[] = [],
  ): Promise<void> {
    const itself = await fs.stat(this.#path(folder), { bigint: true }).catch(undefinedIfMissing)
    const id = `${itself?.dev}:${itself?.ino}`
    // A link to a folder above would lead in circles.
    if (!itself || above.includes(id)) return
    const ancestors = [...above, id]
    for (const entry of await this.#entries(folder)) {
      const key = folder + entry.name
      if (entry.isDirectory()) {
        await this.#walk(`${key}/`, visit, ancestors)
        continue
      }
      // A file may have been moved away since its folder was listed.
      const stat = await fs.stat(this.#path(key), { bigint: true }).catch(undefinedIfMissing)
      if (stat?.isDirectory()) await this.#walk(`${key}/`, visit, ancestors)
      else if (stat?.isFile() && !key.endsWith(DRAFT)) visit(key, stat)
    }
  }

  async #entries(folder: string): Promise<Dirent[]> {
    return (
      (await fs.readdir(this.#path(folder), { withFileTypes: true }).catch(undefinedIfMissing)) ??
      []
    )
  }

  /** Creates an object from the draft that `fill` writes; returns false where one exists. */
  async #create(key: string, fill: (draft: string) => Promise<void>): Promise<boolean> {
    return this.#throughDraft(key, async (draft, target) => {
      await fill(draft)
      return fs.link(draft, target).then(
        () => true,
        (error: unknown) => {
          if (errorCode(error) === 'EEXIST') return false
          throw error
        },
      )
    })
  }

  /** Runs `work` with the path of a draft beside the object, and removes the draft however it ends. */
  async #throughDraft<T>(
    key: string,
    work: (draft: string, target: string) => Promise<T>,
  ): Promise<T> {
    const target = this.#path(key)
    await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    const draft = `${target}.${randomBytes(6).toString('hex')}${DRAFT}`
    try {
      return await work(draft, target)
    } catch (error) {
      throw diskError(error, this.url) ?? error
    } finally {
      await fs.rm(draft, { force: true })
    }
  }
}

/** A file that changed more recently than this may change again within the same tick of the clock. */
const SETTLED_NS = 2_000_000_000n

const tagOf = ({ ino, mtimeNs, ctimeNs }: BigIntStats): string => {
  const age = BigInt(Date.now()) * 1_000_000n - ctimeNs
  return age < SETTLED_NS ? '' : `${ino}-${mtimeNs}-${ctimeNs}`
}

const writeDurably = async (file: string, content: string | Uint8Array): Promise<void> => {
  const handle = await fs.open(file, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Identifies a file's content within one night. Unlike a tag, it may miss a change within a tick. */
const identityOf = ({ ino, mtimeNs, size }: BigIntStats): string => `${ino}-${mtimeNs}-${size}`

/** Makes a file survive a power failure: published.json must not survive the files that it names. */
const syncFile = async (file: string): Promise<void> => {
  const handle = await fs.open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
