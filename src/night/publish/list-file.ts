import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import type { UploadQueue } from './upload-queue.ts'

/** Characters of one list that are kept in memory; a longer list goes through a file. */
const CHUNK = 1 << 18

/** The list of one practice while it is being written. */
export class ListFile {
  readonly #name: string
  readonly #file: string
  #handle: FileHandle | undefined
  #text: string

  constructor(spool: string, name: string, header: string) {
    this.#name = `registry/${name}.csv`
    this.#file = path.join(spool, `list-${name}.csv`)
    this.#text = `${header}\n`
  }

  async add(line: string): Promise<void> {
    this.#text += `${line}\n`
    if (this.#text.length >= CHUNK) await this.#flush()
  }

  async finish(uploads: UploadQueue): Promise<void> {
    if (!this.#handle) return uploads.putText(this.#name, this.#text)
    await this.#flush()
    await this.close()
    await uploads.put(this.#name, this.#file)
  }

  /** May be called again. */
  async close(): Promise<void> {
    await this.#handle?.close()
  }

  async #flush(): Promise<void> {
    this.#handle ??= await open(this.#file, 'w', 0o600)
    await this.#handle.writeFile(this.#text)
    this.#text = ''
  }
}
