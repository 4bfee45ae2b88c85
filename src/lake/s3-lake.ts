import { createReadStream } from 'node:fs'
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
import { refuseUnconditional, unconditional } from './conditional-writes.ts'
import { bare, isMd5, md5, partsOf } from './etag.ts'
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
import { bodyOf, readWhole, untilIdle } from './response-body.ts'
import { withRetries } from './retry.ts'
import { type S3Place, type S3Settings, attemptsOf, statusOf, told } from './s3-place.ts'

/**
 * A prefix of a bucket as a lake. Credentials come by the SDK's own chain; downloads go into
 * `spool`, a private folder that the caller removes.
 *
 * @throws EmpanelError where the bucket is not there or lets nobody in
 */
export const openS3Lake = async (
  place: S3Place,
  settings: S3Settings,
  spool: string,
): Promise<Lake> => {
  const store = new S3Store(place, settings)
  await store.look()
  if (settings.accept_unconditional_writes) return new BucketLake(unconditional(store), spool)
  return new BucketLake(store, spool, () => refuseUnconditional(store))
}

const clientConfig = (settings: S3Settings): S3ClientConfig => {
  const isElsewhere = settings.endpoint !== undefined
  const region = settings.region ?? (isElsewhere ? 'us-east-1' : undefined)
  const checksums = settings.checksums ?? (isElsewhere ? 'when_required' : 'when_supported')
  const mode = checksums === 'when_required' ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED'
  return {
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ...(region === undefined ? {} : { region }),
    forcePathStyle: settings.path_style ?? isElsewhere,
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

/** The bucket, by the SDK. */
class S3Store implements ObjectStore {
  readonly url: string
  readonly #client: S3Client
  readonly #bucket: string
  readonly #prefix: string
  readonly #encryption: { ServerSideEncryption?: 'aws:kms'; SSEKMSKeyId?: string }
  /** Some stores compare an ETag with its quotes, some without: the wrong spelling writes nothing. */
  #isBare = false
  /** The store's clock, as its last answer had it, less ours. */
  #clockOffset = 0

  constructor({ url, bucket, prefix }: S3Place, settings: S3Settings) {
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

  /** A first look, so that a lake that is not there is told before anything is done. */
  async look(): Promise<void> {
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
        objects.push({ key: this.#keyOf(Key), bytes: Size ?? 0, etag: bare(ETag ?? '') })
      }
      for (const { Prefix } of page.CommonPrefixes ?? []) folders.push(this.#keyOf(Prefix))
      if (page.IsTruncated === undefined) break
      if (!page.IsTruncated) return { objects, folders }
      token = page.NextContinuationToken
    }
    // Something other than the store may have answered, and no list at all looks like an empty one.
    throw told({ name: 'no whole list' }, this.url, 'list it')
  }

  async head(key: string): Promise<ObjectHead | undefined> {
    const look = (part?: number) => {
      const command = new HeadObjectCommand({ ...this.#at(key), PartNumber: part })
      return unlessAbsent(this.#try('look at an object', this.#client.send(command)))
    }
    const found = await look()
    if (!found) return undefined
    const etag = bare(found.ETag ?? '')
    const first = partsOf(etag) > 1 ? await look(1) : undefined
    return {
      key,
      bytes: found.ContentLength ?? 0,
      etag,
      version: found.VersionId === 'null' ? undefined : found.VersionId,
      isEncrypted: isOpaque(found),
      partBytes: first?.PartsCount === undefined ? undefined : first.ContentLength,
    }
  }

  async text(key: string): Promise<ObjectText | undefined> {
    return withRetries(async () => {
      const command = new GetObjectCommand(this.#at(key))
      const answer = await unlessAbsent(this.#try('read an object', this.#client.send(command)))
      if (!answer) return undefined
      const etag = bare(answer.ETag ?? '')
      const body = await readWhole(untilIdle(bodyOf(answer.Body)))
      if (isMd5(etag) && !isOpaque(answer) && md5(body, 'hex') !== etag) throw new CutBody()
      const written = answer.LastModified?.getTime() ?? 0
      const ageSeconds = (Date.now() + this.#clockOffset - written) / 1000
      return { text: body.toString(), etag, ageSeconds }
    }, isCut)
  }

  async *read(object: ObjectHead, from: number, to: number): AsyncIterable<Uint8Array> {
    const command = new GetObjectCommand({
      ...this.#at(object.key),
      Range: `bytes=${from}-${to}`,
      IfMatch: `"${object.etag}"`,
      VersionId: object.version,
    })
    const answer = await this.#try('read an object', this.#client.send(command)).catch(
      (error: unknown) => {
        throw [404, 412].includes(statusOf(error)) ? new ObjectChanged() : error
      },
    )
    const start = /^bytes (\d+)-/.exec(answer.ContentRange ?? 'bytes 0-')?.[1]
    if (Number(start) !== from) throw new CutBody()
    yield* untilIdle(bodyOf(answer.Body))
  }

  async put(key: string, content: Uint8Array, condition?: Condition): Promise<Put> {
    if (condition === undefined) return this.#put(key, content, {})
    if ('absent' in condition) return this.#put(key, content, { IfNoneMatch: '*' })
    const first = await this.#put(key, content, { IfMatch: this.#spelled(condition.etag) })
    if (first.isWritten) return first
    this.#isBare = !this.#isBare
    const second = await this.#put(key, content, { IfMatch: this.#spelled(condition.etag) })
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
    const forget = async (): Promise<void> => {
      await upload.abort()
      if (upload.uploadId !== undefined) await this.#forgetUpload(key, upload.uploadId)
    }
    const ended = onStop(forget)
    try {
      return bare((await upload.done()).ETag ?? '')
    } catch (error) {
      await forget().catch(() => undefined)
      throw told(error, this.url, 'write an object in parts')
    } finally {
      ended()
      body.destroy()
    }
  }

  async remove(key: string): Promise<void> {
    const command = new DeleteObjectCommand(this.#at(key))
    await this.#try('remove an object', this.#client.send(command))
  }

  async forgetUploads(prefix: string, before = Infinity): Promise<number> {
    let forgotten = 0
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
        await this.#forgetUpload(Key.slice(this.#prefix.length), UploadId)
      }
      forgotten += uploads.length
      if (!page.IsTruncated || uploads.length === 0) return forgotten
    }
  }

  async #forgetUpload(key: string, id: string): Promise<void> {
    const command = new AbortMultipartUploadCommand({ ...this.#at(key), UploadId: id })
    await unlessAbsent(this.#try('forget an upload', this.#client.send(command)))
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
      return { isWritten: true, etag: bare(ETag ?? '') }
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

  /** Lists are asked for in URL's letters: XML has no place for all that a key may hold. */
  #keyOf(found: string | undefined): string {
    return decodeURIComponent((found ?? '').replaceAll('+', '%20')).slice(this.#prefix.length)
  }

  #spelled(etag: string): string {
    return this.#isBare ? etag : `"${etag}"`
  }

  /** Errors come out as ones that say what to do. */
  async #try<T>(doing: string, answer: Promise<T>): Promise<T> {
    return answer.catch((error: unknown) => {
      throw told(error, this.url, doing)
    })
  }
}

const unlessAbsent = async <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (statusOf(error) === 404) return undefined
    throw error
  })

/** With a key of somebody's, an ETag says nothing of the content. */
const isOpaque = (answer: {
  readonly ServerSideEncryption?: string | undefined
  readonly SSECustomerAlgorithm?: string | undefined
}): boolean =>
  (answer.ServerSideEncryption ?? '').startsWith('aws:') ||
  answer.SSECustomerAlgorithm !== undefined

/** A body that broke off may come whole next time; an answer that says no has been asked for often. */
const isCut = (error: unknown): boolean => !(error instanceof EmpanelError)
