import { ConfigError, EmpanelError, exitCode } from '../base/errors.ts'

/** Where in which bucket a lake lies. */
export interface S3Place {
  /** As a person names it. */
  readonly url: string
  readonly bucket: string
  /** Empty, or ending in `/`. */
  readonly prefix: string
}

/** How the store is reached; never who may. */
export interface S3Settings {
  /** For stores other than AWS. */
  readonly endpoint?: string | undefined
  readonly region?: string | undefined
  /** The bucket in the path and not in the host name; the default where there is an endpoint. */
  readonly path_style?: boolean | undefined
  /** `when_required` for stores that do not know the SDK's checksums; the default with an endpoint. */
  readonly checksums?: 'when_supported' | 'when_required' | undefined
  /** Has everything encrypted with this key of the store's key management. */
  readonly kms_key_id?: string | undefined
  /** Runs also where the store lets two writers replace the same object. */
  readonly accept_unconditional_writes?: boolean | undefined
}

/** What `s3://bucket/prefix` names. */
export const parseS3Url = (url: string): S3Place => {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url)
  const parts = (match?.[2] ?? '').replace(/\/+$/, '').split('/')
  if (!match?.[1] || parts.slice(1).includes('') || parts.includes('..')) {
    throw new ConfigError(
      // Credentials that somebody put into it are told to nobody.
      `Expected --lake to be a folder or s3://bucket/prefix, found ${url.replace(/\/\/.*@/, '//…@')}.`,
      "A bucket's name has 3 to 63 small letters, digits, dots and hyphens.",
    )
  }
  const prefix = parts[0] === '' ? '' : `${parts.join('/')}/`
  return { url, bucket: match[1], prefix }
}

interface Metadata {
  readonly httpStatusCode?: number
  readonly attempts?: number
}

/** What the store answered, or that it did not. */
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

/** The HTTP status of an error of the store; 0 where there was no answer. */
export const statusOf = (error: unknown): number => (error instanceof StoreError ? error.status : 0)

/** How often it was asked until this answer came. */
export const attemptsOf = (error: unknown): number =>
  error instanceof StoreError ? error.attempts : 1

interface Foreign {
  readonly name?: string
  readonly code?: string
  readonly $metadata?: Metadata
}

/** An SDK error as one that says what was expected, what came and what to do. */
export const told = (error: unknown, url: string, doing: string): EmpanelError => {
  if (error instanceof EmpanelError) return error
  const { name = 'Error', code = '', $metadata = {} } = error as Foreign
  const status = $metadata.httpStatusCode ?? 0
  if (name === 'NoSuchBucket') {
    return new ConfigError(`Expected a bucket at ${url}, found none.`, 'Make it, or name another.')
  }
  const found = [name === 'Error' ? code : name, status > 0 ? String(status) : '']
  const isShut = [401, 403].includes(status) || /Credentials|Token/.test(name)
  return new StoreError(
    `Expected ${url} to let us ${doing}, found ${found.join(' ').trim() || 'no answer'}.`,
    $metadata,
    isShut
      ? 'See that the credentials are there, still hold, and allow to get, put, delete and list.'
      : 'It was tried several times. See how the store fares, then start again.',
  )
}
