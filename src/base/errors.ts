/** The exit codes of every command, as `empanel --help` lists them. */
export const exitCode = {
  published: 0,
  failed: 1,
  usage: 2,
  held: 3,
  refused: 4,
  locked: 5,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/**
 * An error that a person can act on. `message` states what was expected, what was found and where;
 * `hint` states what to do. Neither ever contains member data.
 */
export class EmpanelError extends Error {
  override readonly name: string = 'EmpanelError'
  readonly exit: ExitCode
  readonly hint: string | undefined

  constructor(message: string, exit: ExitCode, hint?: string) {
    super(message)
    this.exit = exit
    this.hint = hint
  }
}

/** Wrong usage or configuration: exit 2. */
export class ConfigError extends EmpanelError {
  override readonly name = 'ConfigError'
  constructor(message: string, hint?: string) {
    super(message, exitCode.usage, hint)
  }
}

/** An input file or feed that is rejected as a whole: exit 4. */
export class InputRefused extends EmpanelError {
  override readonly name = 'InputRefused'
  constructor(message: string, hint?: string) {
    super(message, exitCode.refused, hint)
  }
}

/** The error for an input file that changed after the night listed it. */
export const inputChanged = (key: string): InputRefused =>
  new InputRefused(
    `${key} was replaced or removed while the night was reading it.`,
    'Make sure that deliveries have finished, or arrive under new names, then start again.',
  )

const DISK_FULL =
  'expected free space for temporary files in TMPDIR, found its disk full. A night needs about as much space there as its claims files take up.'

/**
 * Describes an error of another library: its first line, and the line of our source where it arose.
 * Everything between the first quote and the last is left out, since it may be member data, which may
 * itself contain quotes and line breaks.
 */
export const describeUnexpected = (error: unknown): string => {
  if (!(error instanceof Error)) return 'an unexpected error'
  // The engine reports a full disk in its message only.
  if (/No space left on device|ENOSPC/.test(error.message)) return DISK_FULL
  const [first = ''] = error.message.replace(/["'`](.*["'`]|.*)/s, '…').split('\n')
  const where = error.stack?.split('\n').find((line) => /^\s+at .*\/src\//.test(line)) ?? ''
  return `unexpected ${error.name}: ${first} ${where.trim()}`.trim()
}
