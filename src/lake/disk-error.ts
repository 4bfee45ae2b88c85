import { ConfigError, EmpanelError, exitCode } from '../base/errors.ts'
import { errorCode } from '../base/error-code.ts'

/** What a person can do about a disk that takes no more; undefined for any other error. */
export const toldByDisk = (error: unknown, place: string): EmpanelError | undefined => {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new EmpanelError(
        `Expected room in ${place}, found its disk full.`,
        exitCode.failed,
        'Make room, for instance with `empanel prune`, then start again; nothing was published.',
      )
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new ConfigError(
        `Expected a lake that can be written to at ${place}, found one that is read-only for us.`,
        'See who may write there, and how it is mounted.',
      )
    default:
      return undefined
  }
}
