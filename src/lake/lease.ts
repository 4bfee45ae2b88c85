import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { hasEnded, markOf } from '../base/process-mark.ts'
import { onStop } from '../base/stopping.ts'
import type { LakeLock } from './lake.ts'
import type { Condition, ObjectStore, ObjectText } from './object-store.ts'
import { jsonOrUndefined } from '../base/json.ts'

const KEY = '.empanel.lease'

/** How long a holder keeps the lake without renewing its lease, by the store's own clock. */
const LEASE_SECONDS = 30

const RENEW_MS = 5_000

const leaseSchema = z.object({
  fence: z.int().min(0),
  /** null = released. */
  holder: z
    .object({ id: z.string(), host: z.string(), pid: z.int(), started: z.string() })
    .nullable(),
})

type LeaseText = z.infer<typeof leaseSchema>

/**
 * Takes the lease of a lake in a bucket: an object that is only written if there is none, or if it is
 * still the one that was read. Returns undefined while another process holds it. The lease of a process
 * that ended on this machine can be taken at once, that of any other 30 s after its last renewal.
 * docs/decisions/0016-a-lease-in-the-bucket.md
 */
export const takeLease = async (store: ObjectStore): Promise<LakeLock | undefined> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await store.text(KEY)
    const before = found && parse(found.text)
    if (found && before?.holder && isCurrent(before, found)) return undefined
    const holder = { id: randomUUID(), ...markOf(process.pid) }
    const lease = { fence: (before?.fence || (await publishedFence(store))) + 1, holder }
    const tookOver = before !== undefined && before.holder !== null
    const held = new Lease(store, lease, tookOver)
    if (await held.write(found ? { etag: found.etag } : { absent: true })) return held.start()
  }
  return undefined
}

/** Each attempt but the last failed because another process wrote the lease first. */
const ATTEMPTS = 8

/** The fence of the last publication, from which a lease that was removed or corrupted continues. */
const publishedFence = async (store: ObjectStore): Promise<number> => {
  const published = await store.text('published.json')
  const fence = /"fence": (\d+)/.exec(published?.text ?? '')?.[1]
  return Number(fence ?? 0)
}

/** Parses a lease. One that can't be parsed counts as held by an unknown process. */
const parse = (text: string): LeaseText =>
  leaseSchema.safeParse(jsonOrUndefined(text)).data ?? {
    fence: 0,
    holder: { id: '', host: '', pid: 0, started: '' },
  }

const isCurrent = ({ holder }: LeaseText, { ageSeconds }: ObjectText): boolean =>
  holder !== null && !hasEnded(holder) && ageSeconds <= LEASE_SECONDS

class Lease implements LakeLock {
  readonly fence: number
  readonly tookOver: boolean
  readonly #store: ObjectStore
  readonly #lease: LeaseText
  #etag = ''
  #renewals = 0
  #isLost = false
  #timer: NodeJS.Timeout | undefined
  #cancelOnStop: (() => void) | undefined
  /** Writes follow one another, since each needs the ETag of the one before. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(store: ObjectStore, lease: LeaseText, tookOver: boolean) {
    this.#store = store
    this.#lease = lease
    this.fence = lease.fence
    this.tookOver = tookOver
  }

  start(): this {
    this.#timer = setInterval(() => void this.#renew().catch(() => undefined), RENEW_MS)
    this.#timer.unref()
    this.#cancelOnStop = onStop(() => this.release())
    return this
  }

  async isHeld(): Promise<boolean> {
    if (!this.#isLost) await this.#renew()
    return !this.#isLost
  }

  async release(): Promise<void> {
    clearInterval(this.#timer)
    this.#cancelOnStop?.()
    await this.#inTurn(async () => {
      if (this.#isLost) return
      this.#isLost = true
      const content = render({ fence: this.fence, holder: null })
      // If this fails, the lease expires by itself.
      await this.#store.put(KEY, content, { etag: this.#etag }).catch(() => undefined)
    })
  }

  /** Writes the lease; returns false if another process did. Recognizes its own write by the holder's id. */
  async write(condition: Condition): Promise<boolean> {
    const content = render({ ...this.#lease, beat: ++this.#renewals })
    const put = await this.#store.put(KEY, content, condition)
    if (put.isWritten) {
      this.#etag = put.etag
      return true
    }
    const found = await this.#store.text(KEY)
    if (found && parse(found.text).holder?.id === this.#lease.holder?.id) {
      this.#etag = found.etag
      return true
    }
    return false
  }

  #renew(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isLost) return
      if (!(await this.write({ etag: this.#etag }))) this.#isLost = true
    })
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

const render = (lease: LeaseText & { beat?: number }): Buffer =>
  Buffer.from(`${JSON.stringify(lease)}\n`)
