import { rm } from 'node:fs/promises'
import PQueue from 'p-queue'
import type { Night } from '../night.ts'
import { writeOutput, writeOutputText } from '../../runs/output.ts'

/** Files that are written to the lake at the same time. */
const CONCURRENCY = 8

/** Files that may wait, so that the spool stays small. */
const WAITING = 64

/** Writes finished files to tonight's run, several at a time. */
export class UploadQueue {
  readonly #night: Night
  readonly #queue = new PQueue({ concurrency: CONCURRENCY })
  readonly #failures: unknown[] = []

  constructor(night: Night) {
    this.#night = night
  }

  /** Takes a local file and removes it. Resolves when there is room for more, not when it is written. */
  put(name: string, localFile: string): Promise<void> {
    return this.#add(async () => {
      await writeOutput(this.#night, name, localFile)
      await rm(localFile)
    })
  }

  /** Takes the content of a small file. */
  putText(name: string, text: string): Promise<void> {
    return this.#add(() => writeOutputText(this.#night, name, text))
  }

  /** Resolves when every file is written; throws the first failure. */
  async close(): Promise<void> {
    await this.#queue.onIdle()
    this.#throwFailure()
  }

  /** Finishes the writes in progress and drops the others: a failed night writes nothing afterwards. */
  async abandon(): Promise<void> {
    this.#queue.clear()
    await this.#queue.onIdle()
  }

  async #add(write: () => Promise<void>): Promise<void> {
    await this.#queue.onSizeLessThan(WAITING)
    this.#throwFailure()
    this.#queue.add(write).catch((error: unknown) => this.#failures.push(error))
  }

  #throwFailure(): void {
    if (this.#failures.length > 0) throw this.#failures[0]
  }
}
