import { EmpanelError, type ExitCode, describeUnexpected, exitCode } from '../../base/errors.ts'

interface Described {
  readonly text: string
  readonly exit: ExitCode
}

/**
 * What went wrong and what to do, and the exit code. Errors of libraries can quote values of the data,
 * so nothing between quotes is printed of them.
 */
export const describeError = (error: unknown): Described => {
  if (!(error instanceof EmpanelError)) {
    return { text: `empanel: ${describeUnexpected(error)}\n`, exit: exitCode.failed }
  }
  const hint = error.hint === undefined ? '' : `  ${error.hint}\n`
  return { text: `empanel: ${error.message}\n${hint}`, exit: error.exit }
}
