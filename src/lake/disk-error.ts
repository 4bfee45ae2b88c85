import { errorCode } from '../base/error-code.ts'
import { ConfigError, EmpanelError, exitCode } from '../base/errors.ts'

/**
 * Returns the error to report for a disk that is full or read-only, or undefined for any other error.
 *
 * @param lake as a person names it
 */
export const diskError = (error: unknown, lake: string): EmpanelError | undefined => {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new EmpanelError(
        `Expected free space in ${lake}, found its disk full.`,
        exitCode.failed,
        'Free some space, for instance with `empanel prune`, then start again; nothing was published.',
      )
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new ConfigError(
        `Expected a writable lake at ${lake}, found one that this user may only read.`,
        'Check its permissions and how it is mounted.',
      )
    default:
      return undefined
  }
}
