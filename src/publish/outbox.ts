import { rm } from 'node:fs/promises'
import PQueue from 'p-queue'
import type { Night } from '../pipeline/night.ts'
import { writeOutput } from '../pipeline/output.ts'

/** Files on their way into the lake at one time. */
const CONCURRENCY = 8

/** Files that may wait, so that the spool stays small. */
const WAITING = 64

/** Brings finished local files into tonight's run, several at a time, and removes them here. */
export class Outbox {
  readonly #night: Night
  readonly #queue = new PQueue({ concurrency: CONCURRENCY })
  readonly #failures: unknown[] = []

  constructor(night: Night) {
    this.#night = night
  }

  /** Resolves when there is room for more, not when the file has arrived. */
  async put(name: string, localFile: string): Promise<void> {
    await this.#queue.onSizeLessThan(WAITING)
    this.#throwFailure()
    this.#queue
      .add(async () => {
        await writeOutput(this.#night, name, localFile)
        await rm(localFile)
      })
      .catch((error: unknown) => this.#failures.push(error))
  }

  /** Resolves when every file has arrived; throws what went wrong first. */
  async close(): Promise<void> {
    await this.#queue.onIdle()
    this.#throwFailure()
  }

  #throwFailure(): void {
    if (this.#failures.length > 0) throw this.#failures[0]
  }
}
