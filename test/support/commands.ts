import { pino } from 'pino'
import type { Clock } from '../../src/base/clock.ts'
import { silentProgress } from '../../src/base/progress.ts'
import * as decideCommand from '../../src/cli/commands/decide.ts'
import * as explainCommands from '../../src/cli/commands/explain.ts'
import { exportRelation } from '../../src/cli/commands/export.ts'
import * as historyCommand from '../../src/cli/commands/history.ts'
import * as populationCommands from '../../src/cli/commands/quality-population.ts'
import { requestOfText, requestsOfFile } from '../../src/cli/commands/request.ts'
import * as requestsCommand from '../../src/cli/commands/requests.ts'
import * as verifyCommand from '../../src/cli/commands/verify.ts'
import { type Effects, openLake, systemClock } from '../../src/cli/effects.ts'
import { explanationOutput, memberOutput } from '../../src/cli/print/explain.ts'
import { historyOutput } from '../../src/cli/print/past.ts'
import { decidedOutput, requestsOutput } from '../../src/cli/print/requests.ts'
import { verifyOutput } from '../../src/cli/print/verify.ts'
import { rebalanceAndSend } from '../../src/cli/program/send-moves.ts'
import { type SendOptions, previewAndSend } from '../../src/cli/program/send-requests.ts'
import { Session } from '../../src/cli/session.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

const silent = pino({ level: 'silent' })

const quiet: Pick<Terminal, 'watch' | 'openLog'> = {
  watch: () => ({ log: silent, progress: silentProgress }),
  openLog: () => silent,
}

/** What a command may do: the real lake, this clock, no log. */
export const effectsAt = (clock: Clock = systemClock): Effects => ({ openLake, clock, ...quiet })

interface Ran {
  readonly exit: number
  readonly stdout: string
}

/** Runs a command's work in this process, without a person who could answer a question. */
const ran = async (
  command: (session: Session) => Promise<void>,
  clock: Clock = systemClock,
): Promise<Ran> => {
  let stdout = ''
  const terminal: Terminal = {
    ...quiet,
    print: (text) => {
      stdout += text
    },
    warn: () => {},
    send: async (content) => {
      for await (const chunk of content) stdout += String(chunk)
    },
    confirm: async () => false,
  }
  const session = new Session(terminal, { openLake, clock })
  await command(session)
  return { exit: session.exit, stdout }
}

/** What a command prints. */
const printed = async (
  command: (session: Session) => Promise<void>,
  clock?: Clock,
): Promise<string> => (await ran(command, clock)).stdout

interface Json {
  readonly json?: boolean
}

/** The cells of a request, as text. */
type Cells = Readonly<Record<string, string>>

/** `empanel request KIND`: what it prints. */
export const requestOne = (cells: Cells, options: SendOptions, clock?: Clock): Promise<string> =>
  printed(async (session) => {
    const sent = [requestOfText(cells, session.effects.clock)]
    await previewAndSend(sent, options, session)
  }, clock)

/** `empanel request --file`: what it prints. */
export const requestFile = (
  file: string,
  options: SendOptions & { readonly by?: string },
  clock?: Clock,
): Promise<string> =>
  printed(async (session) => {
    const sent = await requestsOfFile(file, options.by, session.effects.clock)
    await previewAndSend(sent, options, session)
  }, clock)

/** `empanel approve`, `reject` or `withdraw`: what it prints. */
export const decideOn = (
  verdict: Parameters<typeof decideCommand.decideOn>[0],
  ids: readonly string[],
  options: Parameters<typeof decideCommand.decideOn>[2],
  clock?: Clock,
): Promise<string> =>
  printed(async (session) => {
    session.show(
      decidedOutput,
      await decideCommand.decideOn(verdict, ids, options, session.effects),
    )
  }, clock)

/** `empanel requests`: what it prints. */
export const requests = (
  ids: readonly string[],
  options: Parameters<typeof requestsCommand.requests>[1] & Json,
  clock?: Clock,
): Promise<string> =>
  printed(async (session) => {
    const output = requestsOutput({ ...options, isNamed: ids.length > 0 })
    session.show(output, await requestsCommand.requests(ids, options, session.effects), options)
  }, clock)

/** `empanel rebalance`: what it prints. */
export const rebalance = (
  options: Parameters<typeof rebalanceAndSend>[0],
  clock?: Clock,
): Promise<string> => printed((session) => rebalanceAndSend(options, session), clock)

/** `empanel history`: what it prints. */
export const history = (
  subject: Parameters<typeof historyCommand.history>[0],
  options: Parameters<typeof historyCommand.history>[1] & Json,
  clock?: Clock,
): Promise<string> =>
  printed(async (session) => {
    const result = await historyCommand.history(subject, options, session.effects)
    session.show(historyOutput, result, options)
  }, clock)

/** `empanel verify`: how it exits, and what it prints. */
export const verify = (options: { readonly lake: string } & Json): Promise<Ran> =>
  ran(async (session) => {
    session.show(verifyOutput, await verifyCommand.verify(options, session.effects), options)
  })

type Explained = { readonly lake: string; readonly provider?: string } & Json

/** `empanel explain member`: what it prints. */
export const explainMember = (id: string, options: Explained): Promise<string> =>
  printed(async (session) => {
    const { provider } = options
    if (provider === undefined) {
      const member = await explainCommands.explainMember(id, options, session.effects)
      return session.show(memberOutput, member, options)
    }
    const explained = await explainCommands.explainMemberProvider(
      id,
      provider,
      options,
      session.effects,
    )
    return session.show(explanationOutput, explained, options)
  })

/** `empanel explain facility`: what it prints. */
export const explainFacility = (id: string, options: Explained): Promise<string> =>
  printed(async (session) => {
    const explained = await explainCommands.explainFacility(id, options, session.effects)
    session.show(explanationOutput, explained, options)
  })

/** `empanel explain request`: what it prints. */
export const explainRequest = (id: string, options: Explained): Promise<string> =>
  printed(async (session) => {
    const explained = await explainCommands.explainRequest(id, options, session.effects)
    session.show(explanationOutput, explained, options)
  })

/** `empanel export` as CSV: what it prints. */
export const exported = (
  relation: string,
  options: { readonly lake: string; readonly month?: string; readonly year?: string },
): Promise<string> =>
  printed(({ effects, terminal }) =>
    exportRelation(relation, { ...options, format: 'csv' }, effects, terminal.send),
  )

/** `empanel quality-population --preliminary`: what it prints. */
export const previewPopulation = (
  year: string,
  options: { readonly lake: string },
  clock?: Clock,
): Promise<string> =>
  printed(
    ({ effects, terminal }) =>
      populationCommands.previewPopulation(year, options, effects, terminal.send),
    clock,
  )
