interface Body extends AsyncIterable<Uint8Array> {
  destroy(error?: Error): unknown
}

/** Reads the SDK's body as the readable stream that it is under Node. */
export const bodyOf = (body: unknown): Body => body as Body

/** A body without a byte for this long counts as cut off. */
const IDLE_MS = 15_000

/** Yields the chunks of `body`, and ends it with an error when none arrives for `idleMs`. */
export async function* untilIdle(body: Body, idleMs = IDLE_MS): AsyncIterable<Uint8Array> {
  const timer = setTimeout(
    () => body.destroy(new Error('no byte of the body arrived in time')),
    idleMs,
  )
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
