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
 * An error that a person can act on. `message` says what was expected, what was found and where;
 * `hint` says what to do. Neither ever holds a member's data.
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

/** Usage or configuration: exit 2. */
export class ConfigError extends EmpanelError {
  override readonly name = 'ConfigError'
  constructor(message: string, hint?: string) {
    super(message, exitCode.usage, hint)
  }
}

/** The input as a whole can't be accepted: exit 4. */
export class InputRefused extends EmpanelError {
  override readonly name = 'InputRefused'
  constructor(message: string, hint?: string) {
    super(message, exitCode.refused, hint)
  }
}

/** A file that is to be read is another by now than when the night found it. */
export const inputChanged = (key: string): InputRefused =>
  new InputRefused(
    `${key} was replaced or removed while the night was reading it.`,
    'See that deliveries have ended, or come under new names, and start again.',
  )

/** Told of the engine's own errors too, which say it after the name of a file. */
const NO_ROOM =
  'expected room for temporary files in TMPDIR, found its disk full. A night needs about as much there as its claims take up.'

/**
 * The first line of a foreign error without what stands between its first quote and its last (a value
 * of the data may hold quotes and line ends itself), and where it came from.
 */
export const describeUnexpected = (error: unknown): string => {
  if (!(error instanceof Error)) return 'an unexpected error'
  if (/No space left on device|ENOSPC/.test(error.message)) return NO_ROOM
  const [first = ''] = error.message.replace(/["'`](.*["'`]|.*)/s, '…').split('\n')
  const where = error.stack?.split('\n').find((line) => /^\s+at .*\/src\//.test(line)) ?? ''
  return `unexpected ${error.name}: ${first} ${where.trim()}`.trim()
}
