import { createReadStream } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { EmpanelError } from '../base/errors.ts'
import { onStop } from '../base/stopping.ts'
import { BucketLake } from './bucket-lake.ts'
import { checkedBeforeWrite, requireConditionalWrites } from './conditional-writes.ts'
import { isMd5, md5, partsOf, unquoted } from './etag.ts'
import type { Lake } from './lake.ts'
import {
  type Condition,
  CutBody,
  type Listing,
  ObjectChanged,
  type ObjectHead,
  type ObjectStore,
  type ObjectText,
  type Put,
  type StoredObject,
} from './object-store.ts'
import { bodyOf, untilIdle } from './response-body.ts'
import { withRetries } from './retry.ts'
import type { S3Location, S3Settings } from './s3-location.ts'
import { attemptsOf, statusOf, storeError } from './store-error.ts'

/**
 * Opens a prefix of a bucket as a lake. Credentials come from the SDK's own chain; downloads go into
 * `spool`, a private folder that the caller removes.
 *
 * @throws EmpanelError where the bucket does not exist or denies access
 */
export const openS3Lake = async (
  location: S3Location,
  settings: S3Settings,
  spool: string,
): Promise<Lake> => {
  const store = new S3Store(location, settings)
  await store.checkAccess()
  if (settings.accept_unconditional_writes) return new BucketLake(checkedBeforeWrite(store), spool)
  return new BucketLake(store, spool, () => requireConditionalWrites(store))
}

const clientConfig = (settings: S3Settings): S3ClientConfig => {
  const isOtherStore = settings.endpoint !== undefined
  const region = settings.region ?? (isOtherStore ? 'us-east-1' : undefined)
  const checksums = settings.checksums ?? (isOtherStore ? 'when_required' : 'when_supported')
  const mode = checksums === 'when_required' ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED'
  return {
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ...(region === undefined ? {} : { region }),
    forcePathStyle: settings.path_style ?? isOtherStore,
    requestChecksumCalculation: mode,
    responseChecksumValidation: mode,
    maxAttempts: 6,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: 48 },
      httpsAgent: { maxSockets: 48 },
    },
  }
}

/** A bucket behind the AWS SDK. */
class S3Store implements ObjectStore {
  readonly url: string
  readonly #client: S3Client
  readonly #bucket: string
  readonly #prefix: string
  readonly #encryption: { ServerSideEncryption?: 'aws:kms'; SSEKMSKeyId?: string }
  /** Some stores compare an ETag with its quotes, some without; the wrong form writes nothing. */
  #isUnquoted = false
  /** How far the store's clock was ahead of ours in its last response, in milliseconds. */
  #clockOffset = 0

  constructor({ url, bucket, prefix }: S3Location, settings: S3Settings) {
    const { kms_key_id: key } = settings
    this.url = url
    this.#client = new S3Client(clientConfig(settings))
    this.#bucket = bucket
    this.#prefix = prefix
    this.#encryption =
      key === undefined ? {} : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key }
    this.#client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args)
        const { headers } = result.response as { headers?: Readonly<Record<string, string>> }
        const time = Date.parse(headers?.['date'] ?? '')
        if (!Number.isNaN(time)) this.#clockOffset = time - Date.now()
        return result
      },
      { step: 'deserialize', name: 'serverTime' },
    )
  }

  /** Throws where the bucket can't be listed, before anything else is done. */
  async checkAccess(): Promise<void> {
    const command = new ListObjectsV2Command({ Bucket: this.#bucket, MaxKeys: 1 })
    await this.#try('list it', this.#client.send(command))
  }

  async list(prefix: string, options?: { readonly foldersOnly: boolean }): Promise<Listing> {
    const [objects, folders]: [StoredObject[], string[]] = [[], []]
    const seen = new Set<string | undefined>()
    for (let token: string | undefined; !seen.has(token);) {
      seen.add(token)
      const command = new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: this.#prefix + prefix,
        EncodingType: 'url',
        Delimiter: options?.foldersOnly ? '/' : undefined,
        ContinuationToken: token,
      })
      const page = await this.#try('list it', this.#client.send(command))
      for (const { Key, Size, ETag } of page.Contents ?? []) {
        objects.push({ key: this.#keyOf(Key), bytes: Size ?? 0, etag: unquoted(ETag ?? '') })
      }
      for (const { Prefix } of page.CommonPrefixes ?? []) folders.push(this.#keyOf(Prefix))
      if (page.IsTruncated === undefined) break
      if (!page.IsTruncated) return { objects, folders }
      token = page.NextContinuationToken
    }
    // Something other than the store may have responded, and no list looks like an empty one.
    throw storeError({ name: 'an incomplete list' }, this.url, 'list it')
  }

  async head(key: string): Promise<ObjectHead | undefined> {
    const headOf = (part?: number) => {
      const command = new HeadObjectCommand({ ...this.#at(key), PartNumber: part })
      return unlessAbsent(this.#try('read the head of an object', this.#client.send(command)))
    }
    const found = await headOf()
    if (!found) return undefined
    const etag = unquoted(found.ETag ?? '')
    const first = partsOf(etag) > 1 ? await headOf(1) : undefined
    return {
      key,
      bytes: found.ContentLength ?? 0,
      etag,
      version: found.VersionId === 'null' ? undefined : found.VersionId,
      isEncrypted: isEncrypted(found),
      partBytes: first?.PartsCount === undefined ? undefined : first.ContentLength,
    }
  }

  async text(key: string): Promise<ObjectText | undefined> {
    return withRetries(async () => {
      const command = new GetObjectCommand(this.#at(key))
      const response = await unlessAbsent(this.#try('read an object', this.#client.send(command)))
      if (!response) return undefined
      const etag = unquoted(response.ETag ?? '')
      const body = await buffer(untilIdle(bodyOf(response.Body)))
      if (isMd5(etag) && !isEncrypted(response) && md5(body, 'hex') !== etag) throw new CutBody()
      const written = response.LastModified?.getTime() ?? 0
      const ageSeconds = (Date.now() + this.#clockOffset - written) / 1000
      return { text: body.toString(), etag, ageSeconds }
    }, isInterrupted)
  }

  async *read(object: ObjectHead, from: number, to: number): AsyncIterable<Uint8Array> {
    const command = new GetObjectCommand({
      ...this.#at(object.key),
      Range: `bytes=${from}-${to}`,
      IfMatch: `"${object.etag}"`,
      VersionId: object.version,
    })
    const response = await this.#try('read an object', this.#client.send(command)).catch(
      (error: unknown) => {
        throw [404, 412].includes(statusOf(error)) ? new ObjectChanged() : error
      },
    )
    const start = /^bytes (\d+)-/.exec(response.ContentRange ?? 'bytes 0-')?.[1]
    if (Number(start) !== from) throw new CutBody()
    yield* untilIdle(bodyOf(response.Body))
  }

  async put(key: string, content: Uint8Array, condition?: Condition): Promise<Put> {
    if (condition === undefined) return this.#put(key, content, {})
    if ('absent' in condition) return this.#put(key, content, { IfNoneMatch: '*' })
    const first = await this.#put(key, content, { IfMatch: this.#ifMatch(condition.etag) })
    if (first.isWritten) return first
    this.#isUnquoted = !this.#isUnquoted
    const second = await this.#put(key, content, { IfMatch: this.#ifMatch(condition.etag) })
    return second.isWritten ? second : { isWritten: false, isSure: first.isSure && second.isSure }
  }

  async upload(key: string, file: string, partBytes: number): Promise<string> {
    const body = createReadStream(file, { highWaterMark: 1 << 20 })
    const upload = new Upload({
      client: this.#client,
      params: { ...this.#at(key), ...this.#encryption, Body: body, IfNoneMatch: '*' },
      partSize: partBytes,
      queueSize: 2,
    })
    const abort = async (): Promise<void> => {
      await upload.abort()
      if (upload.uploadId !== undefined) await this.#abortUpload(key, upload.uploadId)
    }
    const cancelOnStop = onStop(abort)
    try {
      return unquoted((await upload.done()).ETag ?? '')
    } catch (error) {
      await abort().catch(() => undefined)
      throw storeError(error, this.url, 'write an object in parts')
    } finally {
      cancelOnStop()
      body.destroy()
    }
  }

  async remove(key: string): Promise<void> {
    const command = new DeleteObjectCommand(this.#at(key))
    await this.#try('remove an object', this.#client.send(command))
  }

  async abortUploads(prefix: string, before = Infinity): Promise<number> {
    let aborted = 0
    for (;;) {
      const command = new ListMultipartUploadsCommand({
        Bucket: this.#bucket,
        Prefix: this.#prefix + prefix,
      })
      const page = await this.#try('list unfinished uploads', this.#client.send(command))
      const uploads = (page.Uploads ?? []).filter(
        ({ Initiated }) => (Initiated?.getTime() ?? 0) < before,
      )
      for (const { Key = '', UploadId = '' } of uploads) {
        await this.#abortUpload(Key.slice(this.#prefix.length), UploadId)
      }
      aborted += uploads.length
      if (!page.IsTruncated || uploads.length === 0) return aborted
    }
  }

  async #abortUpload(key: string, id: string): Promise<void> {
    const command = new AbortMultipartUploadCommand({ ...this.#at(key), UploadId: id })
    await unlessAbsent(this.#try('abort an upload', this.#client.send(command)))
  }

  async #put(
    key: string,
    content: Uint8Array,
    condition: { readonly IfMatch?: string; readonly IfNoneMatch?: string },
  ): Promise<Put> {
    const command = new PutObjectCommand({
      ...this.#at(key),
      ...this.#encryption,
      ...condition,
      Body: content,
      ContentMD5: md5(content, 'base64'),
    })
    try {
      const { ETag } = await this.#try('write an object', this.#client.send(command))
      return { isWritten: true, etag: unquoted(ETag ?? '') }
    } catch (error) {
      const status = statusOf(error)
      const isGone = status === 404 && condition.IfMatch !== undefined
      if (status !== 412 && status !== 409 && !isGone) throw error
      return { isWritten: false, isSure: status === 412 && attemptsOf(error) === 1 }
    }
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: this.#prefix + key }
  }

  /** Decodes a listed key. Lists are requested URL-encoded: XML can't represent every character of a key. */
  #keyOf(found: string | undefined): string {
    return decodeURIComponent((found ?? '').replaceAll('+', '%20')).slice(this.#prefix.length)
  }

  #ifMatch(etag: string): string {
    return this.#isUnquoted ? etag : `"${etag}"`
  }

  /** Turns the SDK's errors into ones that a person can act on. */
  async #try<T>(operation: string, response: Promise<T>): Promise<T> {
    return response.catch((error: unknown) => {
      throw storeError(error, this.url, operation)
    })
  }
}

const unlessAbsent = async <T>(response: Promise<T>): Promise<T | undefined> =>
  response.catch((error: unknown) => {
    if (statusOf(error) === 404) return undefined
    throw error
  })

/** Whether an object is encrypted with a key, so that its ETag is no checksum of the content. */
const isEncrypted = (response: {
  readonly ServerSideEncryption?: string | undefined
  readonly SSECustomerAlgorithm?: string | undefined
}): boolean =>
  (response.ServerSideEncryption ?? '').startsWith('aws:') ||
  response.SSECustomerAlgorithm !== undefined

/** Whether to read again: a body that broke off may be whole next time, but the SDK has retried errors. */
const isInterrupted = (error: unknown): boolean => !(error instanceof EmpanelError)
