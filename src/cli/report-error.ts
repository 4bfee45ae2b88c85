import { EmpanelError, describeUnexpected, exitCode } from '../base/errors.ts'

/**
 * Says what went wrong and gives the exit code. Errors of other libraries can quote values of the
 * data, so what stands between quotes is left out of them.
 */
export const reportError = (error: unknown, out: { write(text: string): unknown }): number => {
  if (error instanceof EmpanelError) {
    out.write(`empanel: ${error.message}\n`)
    if (error.hint !== undefined) out.write(`  ${error.hint}\n`)
    return error.exit
  }
  out.write(`empanel: ${describeUnexpected(error)}\n`)
  return exitCode.failed
}
