import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import { openExclusively } from '../engine/duckdb-engine.ts'
import { ConfigError } from '../pipeline/errors.ts'
import type { Lake, LakeLock, LakeObject } from './lake.ts'

const LOCK = '.empanel.lock'

/** A folder as a lake. Files are private to their owner: they hold protected health information. */
export const openLocalLake = async (folder: string): Promise<Lake> => {
  const root = path.resolve(folder)
  const stat = await fs.stat(root).catch(() => undefined)
  if (!stat?.isDirectory()) {
    throw new ConfigError(
      `Expected a lake folder at ${folder}, found ${stat ? 'a file' : 'nothing'}.`,
      'Make one with `empanel init`, or name another with --lake.',
    )
  }
  return new LocalLake(folder, root)
}

class LocalLake implements Lake {
  readonly url: string
  readonly #root: string

  constructor(url: string, root: string) {
    this.url = url
    this.#root = root
  }

  async list(prefix: string): Promise<LakeObject[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    const found: LakeObject[] = []
    await this.#walk(folder, async (key) => {
      if (!key.startsWith(prefix)) return
      const stat = await fs.stat(this.#path(key))
      found.push({ key, bytes: stat.size, tag: `${stat.ino}-${stat.mtimeMs}-${stat.size}` })
    })
    return found.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
  }

  async localPath(key: string): Promise<string> {
    return this.#path(key)
  }

  async readText(key: string): Promise<string | undefined> {
    return fs.readFile(this.#path(key), 'utf8').catch(absent)
  }

  async write(key: string, content: string | Uint8Array): Promise<void> {
    if (!(await this.#create(key, content))) throw new Error(`${key} is in the lake already`)
  }

  async writeFile(key: string, localFile: string): Promise<void> {
    const target = await this.#prepare(key)
    const draft = this.#draft(target)
    await fs.copyFile(localFile, draft, constants.COPYFILE_FICLONE)
    await fs.chmod(draft, 0o600)
    await this.#link(draft, target, key)
  }

  async writeIfAbsent(key: string, content: string): Promise<boolean> {
    return this.#create(key, content)
  }

  async swap(key: string, content: string, expected: string | undefined): Promise<boolean> {
    if (expected === undefined) return this.#create(key, content)
    if ((await this.readText(key)) !== expected) return false
    const target = await this.#prepare(key)
    const draft = this.#draft(target)
    await this.#writeDurably(draft, content)
    await fs.rename(draft, target)
    return true
  }

  async lock(): Promise<LakeLock | undefined> {
    const hold = await openExclusively(this.#path(LOCK))
    return hold && { release: async () => hold.close() }
  }

  /** Names of a key that would leave the lake are a mistake of ours, never of a file's. */
  #path(key: string): string {
    const full = path.join(this.#root, ...key.split('/'))
    if (full !== this.#root && !full.startsWith(this.#root + path.sep)) {
      throw new Error('a key of the lake may not leave it')
    }
    return full
  }

  async #walk(folder: string, visit: (key: string) => Promise<void>): Promise<void> {
    const entries = await fs.readdir(this.#path(folder), { withFileTypes: true }).catch(absent)
    for (const entry of entries ?? []) {
      const key = folder + entry.name
      if (entry.isDirectory()) await this.#walk(`${key}/`, visit)
      else if (entry.isFile() && !entry.name.endsWith('.draft')) await visit(key)
    }
  }

  async #prepare(key: string): Promise<string> {
    const target = this.#path(key)
    await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    return target
  }

  #draft(target: string): string {
    return `${target}.${randomBytes(6).toString('hex')}.draft`
  }

  async #create(key: string, content: string | Uint8Array): Promise<boolean> {
    const target = await this.#prepare(key)
    const draft = this.#draft(target)
    await this.#writeDurably(draft, content)
    return fs
      .link(draft, target)
      .then(() => true)
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false
        throw error
      })
      .finally(() => fs.rm(draft, { force: true }))
  }

  async #link(draft: string, target: string, key: string): Promise<void> {
    try {
      await fs.link(draft, target)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new Error(`${key} is in the lake already`, { cause: error })
    } finally {
      await fs.rm(draft, { force: true })
    }
  }

  async #writeDurably(file: string, content: string | Uint8Array): Promise<void> {
    const handle = await fs.open(file, 'wx', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
}

const absent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT') return undefined
  throw error
}
