import type { ExitCode } from '../../base/errors.ts'

/** How a command's result leaves the process. */
export interface Output<Result> {
  /** The lines that a person reads. */
  readonly text: (result: Result) => readonly string[]
  /** The value that `--json` prints. */
  readonly json: (result: Result) => unknown
  /** The exit code of the process; 0 where it is absent. */
  readonly exit?: (result: Result) => ExitCode
}
