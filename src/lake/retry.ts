import pRetry from 'p-retry'

/** How often a failed request is attempted, and how long to wait before the second attempt. */
export interface RetryLimits {
  readonly attempts: number
  /** Doubles before each further attempt; up to half of it is left off at random. */
  readonly waitMs: number
}

export const retryLimits: RetryLimits = { attempts: 6, waitMs: 100 }

/**
 * Runs `work` until it succeeds, `isRetryable` rejects its error, or the attempts run out; then
 * throws the last error. A `TypeError` of our own code is never retried.
 */
export const withRetries = <T>(
  work: () => Promise<T>,
  isRetryable: (error: unknown) => boolean,
  { attempts, waitMs }: RetryLimits = retryLimits,
): Promise<T> =>
  pRetry(work, {
    retries: attempts - 1,
    // p-retry's jitter lengthens a wait to at most twice its length.
    minTimeout: waitMs / 2,
    randomize: true,
    shouldRetry: ({ error }) => isRetryable(error),
  })
