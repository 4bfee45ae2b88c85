import { Command, CommanderError } from 'commander'
import { exitCode } from '../base/errors.ts'
import { closeSpools } from '../base/spool.ts'
import { openLake, systemClock } from './effects.ts'
import { describeError } from './print/describe-error.ts'
import { addNights } from './program/nights.ts'
import { refuseEmpty } from './program/not-empty.ts'
import { addPast } from './program/past.ts'
import { addRequests } from './program/requests.ts'
import { addResults } from './program/results.ts'
import { addSetup } from './program/setup.ts'
import { Session } from './session.ts'
import { isClosedPipe, processTerminal } from './terminal.ts'

/** Parses the arguments, runs the command and prints its result; returns the process's exit code. */
export const main = (argv: readonly string[]): Promise<number> =>
  runProgram(argv, new Session(processTerminal(), { openLake, clock: systemClock }))

/** The same in a session of the caller's. */
export const runProgram = async (argv: readonly string[], session: Session): Promise<number> => {
  const program = await buildProgram(argv, session)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return session.exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCode.usage
    if (isClosedPipe(error)) return session.exit
    const { text, exit } = describeError(error)
    session.terminal.warn(text)
    return exit
  } finally {
    await closeSpools()
  }
}

const buildProgram = async (argv: readonly string[], session: Session): Promise<Command> => {
  const { terminal } = session
  const program = new Command('empanel')
    .description(
      'Assigns and attributes each member to a PMP, reconciles the results and publishes them, every night.',
    )
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({ writeOut: terminal.print, writeErr: terminal.warn })
    .showHelpAfterError('(`empanel --help` lists the commands)')
    .addHelpText(
      'after',
      '\nExit codes: 0 published, 2 usage or configuration error, 3 held, 4 input refused, 5 lake locked by another run, 1 anything else.',
    )
    .hook('preAction', (_, command) => refuseEmpty(command))

  addNights(program, session)
  addResults(program, session)
  await addRequests(program, argv, session)
  addPast(program, session)
  addSetup(program, session)
  return program
}
