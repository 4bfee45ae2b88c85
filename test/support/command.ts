import { pino } from 'pino'
import { silentProgress } from '../../src/base/progress.ts'
import { openLake, systemClock } from '../../src/cli/effects.ts'
import { runProgram } from '../../src/cli/main.ts'
import { Session } from '../../src/cli/session.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

interface Ended {
  readonly exit: number
  readonly bytes: Buffer
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a command from its arguments to its exit code in this process, without a terminal.
 * A process of its own takes most of a second longer: `process.ts` is for what only one can show, such
 * as signals, locks and what others see of it.
 */
export const empanel = async (args: readonly string[], cwd = process.cwd()): Promise<Ended> => {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  const before = process.cwd()
  process.chdir(cwd)
  try {
    const session = new Session(terminalInto(stdout, stderr), { openLake, clock: systemClock })
    const exit = await runProgram(args, session)
    const bytes = Buffer.concat(stdout)
    return { exit, bytes, stdout: bytes.toString(), stderr: Buffer.concat(stderr).toString() }
  } finally {
    process.chdir(before)
  }
}

const terminalInto = (stdout: Buffer[], stderr: Buffer[]): Terminal => {
  const warn = (text: string): void => void stderr.push(Buffer.from(text))
  const openLog: Terminal['openLog'] = (base) => pino({ base }, { write: warn })
  return {
    print: (text) => void stdout.push(Buffer.from(text)),
    warn,
    send: async (content) => {
      for await (const chunk of content) stdout.push(Buffer.from(chunk))
    },
    confirm: async () => false,
    watch: (facts) => ({ log: openLog(facts), progress: silentProgress }),
    openLog,
  }
}
