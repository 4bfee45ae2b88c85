import { ConfigError } from '../base/errors.ts'
import type { ObjectStore } from './object-store.ts'

const PROBE = '.empanel.probe'

const content = Buffer.from('Whether this store keeps what stands: written by empanel.\n')

/**
 * Refuses a store that writes over what stands though it was told not to: there, two runs at once
 * could both believe that the lake is theirs, and a reader could lose what was published.
 */
export const refuseUnconditional = async (store: ObjectStore): Promise<void> => {
  const fault = await findFault(store)
  if (fault === undefined) return
  throw new ConfigError(
    `Expected ${store.url} to know conditional writes, found that it ${fault}.`,
    'Two runs at once could publish over one another there. If nothing else can start one, accept the risk: settings.s3.accept_unconditional_writes: true in the pipeline file, or EMPANEL_S3_ACCEPT_UNCONDITIONAL_WRITES=true.',
  )
}

const findFault = async (store: ObjectStore): Promise<string | undefined> => {
  if ((await store.put(PROBE, content, { absent: true })).isWritten) {
    if ((await store.put(PROBE, content, { absent: true })).isWritten)
      return 'ignores If-None-Match'
  }
  const wrong = await store.put(PROBE, content, { etag: '0'.repeat(32) })
  if (wrong.isWritten) return 'ignores If-Match'
  const { etag = '' } = (await store.head(PROBE)) ?? {}
  const right = await store.put(PROBE, content, { etag })
  // Another run may be trying the same: its write is as good as ours.
  return right.isWritten || (await store.head(PROBE))?.etag !== etag
    ? undefined
    : 'knows no If-Match'
}

/** A store that is asked whether a condition holds before each write: a risk that somebody accepted. */
export const unconditional = (store: ObjectStore): ObjectStore => ({
  url: store.url,
  list: (prefix, options) => store.list(prefix, options),
  head: (key) => store.head(key),
  text: (key) => store.text(key),
  read: (object, from, to) => store.read(object, from, to),
  upload: (key, file, partBytes) => store.upload(key, file, partBytes),
  remove: (key) => store.remove(key),
  forgetUploads: (prefix) => store.forgetUploads(prefix),
  put: async (key, bytes, condition) => {
    const found = condition && (await store.head(key))
    const holds =
      condition === undefined ||
      ('absent' in condition ? found === undefined : found?.etag === condition.etag)
    return holds ? store.put(key, bytes) : { isWritten: false, isSure: true }
  },
})
