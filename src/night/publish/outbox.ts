import { rm } from 'node:fs/promises'
import PQueue from 'p-queue'
import type { Night } from '../night.ts'
import { writeOutput, writeOutputText } from '../../runs/output.ts'

/** Files on their way into the lake at one time. */
const CONCURRENCY = 8

/** Files that may wait, so that the spool stays small. */
const WAITING = 64

/** Brings finished files into tonight's run, several at a time. */
export class Outbox {
  readonly #night: Night
  readonly #queue = new PQueue({ concurrency: CONCURRENCY })
  readonly #failures: unknown[] = []

  constructor(night: Night) {
    this.#night = night
  }

  /** Takes a local file, which is removed here. Resolves when there is room for more, not when it has arrived. */
  put(name: string, localFile: string): Promise<void> {
    return this.#add(async () => {
      await writeOutput(this.#night, name, localFile)
      await rm(localFile)
    })
  }

  /** The same of a small file's content. */
  putText(name: string, text: string): Promise<void> {
    return this.#add(() => writeOutputText(this.#night, name, text))
  }

  /** Resolves when every file has arrived; throws what went wrong first. */
  async close(): Promise<void> {
    await this.#queue.onIdle()
    this.#throwFailure()
  }

  /** Ends what is under way and drops what waits: a night that failed writes nothing afterwards. */
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
