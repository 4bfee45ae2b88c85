import { ConfigError, EmpanelError, exitCode } from '../base/errors.ts'

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
