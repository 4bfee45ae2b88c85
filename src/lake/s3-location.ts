import { ConfigError } from '../base/errors.ts'

/** The bucket and prefix of a lake. */
export interface S3Location {
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
export const parseS3Url = (url: string): S3Location => {
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
