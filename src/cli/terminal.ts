import { createInterface } from 'node:readline/promises'
import { pipeline } from 'node:stream/promises'
import { type Logger, destination, pino } from 'pino'
import { errorCode } from '../base/error-code.ts'
import { silentProgress } from '../base/progress.ts'
import type { Content, Effects, LogFacts } from './effects.ts'
import { terminalProgress } from './print/terminal-progress.ts'

/** Where a command's results, questions and logs go. */
export interface Terminal extends Pick<Effects, 'watch' | 'openLog'> {
  /** Writes to stdout. */
  print(text: string): void
  /** Writes to stderr. */
  warn(text: string): void
  /** Streams to stdout. */
  send(content: Content): Promise<void>
  /** Whether a person answers yes; false where there is no person to ask. */
  confirm(question: string): Promise<boolean>
}

/** The terminal of this process. The only place that writes to its stdout and stderr. */
export const processTerminal = (): Terminal => {
  const { stdin, stdout, stderr } = process
  stdout.on('error', (error) => {
    if (!isClosedPipe(error)) throw error
  })
  const openLog = (facts: LogFacts): Logger =>
    pino({ base: facts }, destination({ dest: 2, sync: true }))
  return {
    print: (text) => void stdout.write(text),
    warn: (text) => void stderr.write(text),
    send: (content) => pipeline(content, stdout, { end: false }),
    confirm: async (question) => {
      if (!stdin.isTTY || !stdout.isTTY) return false
      const prompt = createInterface({ input: stdin, output: stdout })
      try {
        return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim())
      } finally {
        prompt.close()
      }
    },
    // Progress bars for a person, JSON lines for a program; never both.
    watch: (facts) =>
      stderr.isTTY
        ? { log: pino({ level: 'silent' }), progress: terminalProgress(stderr) }
        : { log: openLog(facts), progress: silentProgress },
    openLog,
  }
}

/** Whether whatever read our output (`| head`) has read enough. */
export const isClosedPipe = (error: unknown): boolean => errorCode(error) === 'EPIPE'
