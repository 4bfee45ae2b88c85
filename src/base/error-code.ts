/** The code of a system error, such as `ENOENT`; empty for any other error. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** Whether a file is missing, or its path leads to a folder. */
export const isNoFile = (error: unknown): boolean => ['ENOENT', 'EISDIR'].includes(errorCode(error))

/** For `.catch`: returns undefined where the file is missing, and throws any other error. */
export const undefinedIfMissing = (error: unknown): undefined => {
  if (errorCode(error) === 'ENOENT') return undefined
  throw error
}
