import { ConfigError, EmpanelError, exitCode } from '../base/errors.ts'

/** The bucket and prefix of a lake. */
export interface S3Place {
  /** The lake as a person names it. */
  readonly url: string
  readonly bucket: string
  /** Empty, or ending in `/`. */
  readonly prefix: string
}

/** How to reach the store. Credentials are never part of it. */
export interface S3Settings {
  /** For stores other than AWS. */
  readonly endpoint?: string | undefined
  readonly region?: string | undefined
  /** Puts the bucket in the path instead of the host name; the default with an endpoint. */
  readonly path_style?: boolean | undefined
  /** `when_required` for stores without the SDK's checksums; the default with an endpoint. */
  readonly checksums?: 'when_supported' | 'when_required' | undefined
  /** Encrypts every object with this key of the store's key management service. */
  readonly kms_key_id?: string | undefined
  /** Runs even on a store where two writers can overwrite the same object. */
  readonly accept_unconditional_writes?: boolean | undefined
}

/** Parses `s3://bucket/prefix`. */
export const parseS3Url = (url: string): S3Place => {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url)
  const parts = (match?.[2] ?? '').replace(/\/+$/, '').split('/')
  if (!match?.[1] || parts.slice(1).includes('') || parts.includes('..')) {
    throw new ConfigError(
      // Leaves out credentials that someone put into the URL.
      `Expected --lake to be a folder or s3://bucket/prefix, found ${url.replace(/\/\/.*@/, '//…@')}.`,
      "A bucket's name has 3 to 63 lowercase letters, digits, dots and hyphens.",
    )
  }
  const prefix = parts[0] === '' ? '' : `${parts.join('/')}/`
  return { url, bucket: match[1], prefix }
}

interface Metadata {
  readonly httpStatusCode?: number
  readonly attempts?: number
}

/** An error response of the store, or no response. */
class StoreError extends EmpanelError {
  override readonly name = 'StoreError'
  readonly status: number
  readonly attempts: number
  constructor(message: string, { httpStatusCode, attempts }: Metadata, hint: string) {
    super(message, exitCode.failed, hint)
    this.status = httpStatusCode ?? 0
    this.attempts = attempts ?? 1
  }
}

/** The HTTP status of a store's error; 0 where there was no response. */
export const statusOf = (error: unknown): number => (error instanceof StoreError ? error.status : 0)

/** How many attempts the SDK made until this error. */
export const attemptsOf = (error: unknown): number =>
  error instanceof StoreError ? error.attempts : 1

interface SdkError {
  readonly name?: string
  readonly code?: string
  readonly $metadata?: Metadata
}

/**
 * Turns an error of the SDK into one that a person can act on.
 *
 * @param operation what was attempted, such as `list it`
 */
export const storeError = (error: unknown, url: string, operation: string): EmpanelError => {
  if (error instanceof EmpanelError) return error
  const { name = 'Error', code = '', $metadata = {} } = error as SdkError
  const status = $metadata.httpStatusCode ?? 0
  if (name === 'NoSuchBucket') {
    return new ConfigError(
      `Expected a bucket at ${url}, found none.`,
      'Create it, or name another one with --lake.',
    )
  }
  const found = [name === 'Error' ? code : name, status > 0 ? String(status) : '']
  const isDenied = [401, 403].includes(status) || /Credentials|Token/.test(name)
  return new StoreError(
    `Expected ${url} to let us ${operation}, found ${found.join(' ').trim() || 'no response'}.`,
    $metadata,
    isDenied
      ? 'Check that the credentials exist, are still valid, and allow get, put, delete and list.'
      : 'It was attempted several times. Check the store, then start again.',
  )
}
