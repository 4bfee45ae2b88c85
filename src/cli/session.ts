import { type ExitCode, exitCode } from '../base/errors.ts'
import type { Effects } from './effects.ts'
import type { Output } from './print/output.ts'
import type { Terminal } from './terminal.ts'

/** One start of the program: what its command may do, where its results go, how it exits. */
export class Session {
  readonly effects: Effects
  readonly terminal: Terminal
  exit: ExitCode = exitCode.published

  constructor(terminal: Terminal, effects: Pick<Effects, 'openLake' | 'clock'>) {
    this.terminal = terminal
    this.effects = { ...effects, watch: terminal.watch, openLog: terminal.openLog }
  }

  /** Prints a command's result, as text or as JSON, and exits with what it means. */
  show<Result>(
    output: Output<Result>,
    result: Result,
    { json = false }: { readonly json?: boolean } = {},
  ): void {
    const lines = json ? [JSON.stringify(output.json(result))] : output.text(result)
    this.terminal.print(lines.map((line) => `${line}\n`).join(''))
    this.exit = output.exit?.(result) ?? exitCode.published
  }
}
