import { ConfigError } from '../base/errors.ts'
import type { ObjectStore } from './object-store.ts'

const PROBE = '.empanel.probe'

const content = Buffer.from('Written by empanel to test the conditional writes of this store.\n')

/**
 * Rejects a store that ignores the conditions of a write. On such a store two runs could both take the
 * lake at once, and one could overwrite what the other published.
 */
export const requireConditionalWrites = async (store: ObjectStore): Promise<void> => {
  const fault = await findFault(store)
  if (fault === undefined) return
  throw new ConfigError(
    `Expected ${store.url} to support conditional writes, found that it ${fault}.`,
    'Two runs at once could overwrite each other there. If nothing else can start a run, accept the risk: settings.s3.accept_unconditional_writes: true in the pipeline file, or EMPANEL_S3_ACCEPT_UNCONDITIONAL_WRITES=true.',
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
  // Another run may be probing too: a new ETag shows that its write succeeded.
  return right.isWritten || (await store.head(PROBE))?.etag !== etag
    ? undefined
    : 'does not support If-Match'
}

/**
 * A store without conditional writes: it checks the condition just before each write. Another write in
 * between goes unnoticed, a risk that the payer has accepted.
 */
export const checkedBeforeWrite = (store: ObjectStore): ObjectStore => ({
  url: store.url,
  list: (prefix, options) => store.list(prefix, options),
  head: (key) => store.head(key),
  text: (key) => store.text(key),
  read: (object, from, to) => store.read(object, from, to),
  upload: (key, file, partBytes) => store.upload(key, file, partBytes),
  remove: (key) => store.remove(key),
  abortUploads: (prefix, before) => store.abortUploads(prefix, before),
  put: async (key, bytes, condition) => {
    const found = condition && (await store.head(key))
    const holds =
      condition === undefined ||
      ('absent' in condition ? found === undefined : found?.etag === condition.etag)
    return holds ? store.put(key, bytes) : { isWritten: false, isSure: true }
  },
})
