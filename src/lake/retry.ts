import { setTimeout as sleep } from 'node:timers/promises'

/** How often what a store cut off is tried again, and how long between, growing. */
export interface Patience {
  readonly attempts: number
  readonly waitMs: number
}

export const patience: Patience = { attempts: 6, waitMs: 100 }

/** Tries `work` again where `isWorthIt` says so of its error. */
export const retrying = async <T>(
  work: () => Promise<T>,
  isWorthIt: (error: unknown) => boolean,
  { attempts, waitMs }: Patience = patience,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= attempts || !isWorthIt(error)) throw error
      await sleep(waitMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2))
    }
  }
}

interface Body extends AsyncIterable<Uint8Array> {
  destroy(error?: Error): unknown
}

/** The SDK's body, which under Node is a readable stream. */
export const bodyOf = (body: unknown): Body => body as Body

export const whole = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A body that says nothing for so long is taken for cut. */
const IDLE_MS = 15_000

/** What `body` gives, chunk by chunk; it is ended where nothing comes for too long. */
export async function* untilIdle(body: Body, idleMs = IDLE_MS): AsyncIterable<Uint8Array> {
  const timer = setTimeout(() => body.destroy(new Error('the body stood still')), idleMs)
  try {
    for await (const chunk of body) {
      timer.refresh()
      yield chunk
    }
  } finally {
    clearTimeout(timer)
    body.destroy()
  }
}
