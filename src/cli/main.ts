import { Command, CommanderError } from 'commander'
import { addBook } from './program/requests.ts'
import { addNights } from './program/nights.ts'
import type { SetExit } from './program/options.ts'
import { addPast } from './program/past.ts'
import { addResults } from './program/results.ts'
import { addSetup } from './program/setup.ts'
import { reportError } from './report-error.ts'
import { exitCode } from '../base/errors.ts'
import { closeSpools } from '../base/spool.ts'
import { errorCode } from '../base/error-code.ts'

/** Parses the arguments, runs the command, gives the process's exit code. */
export const main = async (argv: readonly string[]): Promise<number> => {
  let exit: number = exitCode.published
  process.stdout.on('error', (error) => {
    if (!isClosedPipe(error)) throw error
  })
  const program = await buildProgram(argv, (code) => {
    exit = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCode.usage
    return isClosedPipe(error) ? exit : reportError(error, process.stderr)
  } finally {
    await closeSpools()
  }
}

/** Whoever read our output (`| head`) has seen enough. */
const isClosedPipe = (error: unknown): boolean => errorCode(error) === 'EPIPE'

const buildProgram = async (argv: readonly string[], setExit: SetExit): Promise<Command> => {
  const program = new Command('empanel')
    .description('Assigns every member a PMP, attributes them, reconciles and publishes, nightly.')
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError('(`empanel --help` lists the commands)')
    .addHelpText(
      'after',
      '\nExit codes: 0 published, 2 usage or configuration, 3 held, 4 input refused, 5 lake is locked, 1 anything else.',
    )

  addNights(program, setExit)
  addResults(program, setExit)
  await addBook(program, argv, setExit)
  addPast(program, setExit)
  addSetup(program, setExit)
  return program
}
