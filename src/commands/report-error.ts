import { EmpanelError, exitCode } from '../pipeline/errors.ts'

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

/** The first line of a foreign error with everything quoted taken out, and where it came from. */
export const describeUnexpected = (error: unknown): string => {
  if (!(error instanceof Error)) return 'an unexpected error'
  const [first = ''] = error.message.split('\n')
  const where =
    error.stack
      ?.split('\n')
      .find((line) => line.includes('/src/'))
      ?.trim() ?? ''
  return `unexpected ${error.name}: ${first.replaceAll(/"[^"]*"|'[^']*'/g, '…')} ${where}`.trim()
}
