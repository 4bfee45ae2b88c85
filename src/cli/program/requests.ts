import { type Command, Option } from 'commander'
import { states } from '../../requests/request-states.ts'
import type { Session } from '../session.ts'
import { lakeOption, rolesOption, runOption, timeZoneOption } from './options.ts'

/** The commands for requests and decisions. Those of each kind are built only for `empanel request`. */
export const addRequests = async (
  program: Command,
  argv: readonly string[],
  session: Session,
): Promise<void> => {
  await addRequest(program, argv, session)
  addDecisions(program, session)
  addRebalance(program, session)
  const { effects } = session

  program
    .command('requests')
    .description('list the requests and their states, or show the history of some')
    .argument('[request_id...]', 'the requests to show (default: list all)')
    .addOption(new Option('--state <state>', 'only requests in this state').choices(states))
    .option('--as-of <date>', "states on this day (default: today in the pipeline's time zone)")
    .option('--known-at <date>', 'only what was recorded by the end of this day')
    .option('--json', 'print one JSON array')
    .addOption(lakeOption())
    .addOption(timeZoneOption())
    .action(async (ids: string[], options) => {
      const { requests } = await import('../commands/requests.ts')
      const { requestsOutput } = await import('../print/requests.ts')
      const output = requestsOutput({ ...options, isNamed: ids.length > 0 })
      session.show(output, await requests(ids, options, effects), options)
    })

  program
    .command('verify')
    .description('find edits, losses and insertions among requests, decisions and closed months')
    .addOption(lakeOption())
    .option('--json', 'print one JSON object')
    .action(async (options) => {
      const { verify } = await import('../commands/verify.ts')
      const { verifyOutput } = await import('../print/verify.ts')
      session.show(verifyOutput, await verify(options, effects), options)
    })
}

const addRequest = async (
  program: Command,
  argv: readonly string[],
  session: Session,
): Promise<void> => {
  const { clock } = session.effects
  const shared = (command: Command): Command =>
    command
      .option('--yes', 'write without asking for confirmation')
      .addOption(lakeOption())
      .addOption(rolesOption())

  const request = shared(
    program
      .command('request')
      .description('request a change: show what it would do, then write it')
      .enablePositionalOptions()
      .option('--file <file>', 'send all requests of a CSV or NDJSON file, or none')
      .option('--by <name>', 'name of the person who requests, where the file does not give it'),
  ).action(async (options) => {
    if (options.file === undefined) return request.help({ error: true })
    const { requestsOfFile } = await import('../commands/request.ts')
    const { previewAndSend } = await import('./send-requests.ts')
    const sent = await requestsOfFile(options.file, options.by, clock)
    return previewAndSend(sent, options, session)
  })
  if (argv[0] !== 'request') return
  const { addRequestKinds } = await import('./request-kinds.ts')
  addRequestKinds(request, shared, async (cells, options) => {
    const { requestOfText } = await import('../commands/request.ts')
    const { previewAndSend } = await import('./send-requests.ts')
    await previewAndSend([requestOfText(cells, clock)], options, session)
  })
}

const addDecisions = (program: Command, session: Session): void => {
  for (const [verdict, description] of [
    ['approve', 'approve requests of other people'],
    ['reject', 'reject requests of other people'],
    ['withdraw', 'take back requests, or end them from today'],
  ] as const) {
    program
      .command(verdict)
      .description(description)
      .argument('<request_id...>')
      .requiredOption('--by <name>', 'name of the person who decides')
      .requiredOption('--reason <text>', 'the reason for the decision')
      .addOption(lakeOption())
      .addOption(rolesOption())
      .action(async (ids: string[], options) => {
        const { decideOn } = await import('../commands/decide.ts')
        const { decidedOutput } = await import('../print/requests.ts')
        session.show(decidedOutput, await decideOn(verdict, ids, options, session.effects))
      })
  }
}

const addRebalance = (program: Command, session: Session): void => {
  program
    .command('rebalance')
    .description(
      'propose the fewest moves that bring every panel under its capacity, as one request',
    )
    .option('--by <name>', 'name of the person who requests the moves (default: only show them)')
    .option('--effective-date <date>', 'the first day of the moves (default: when approved)')
    .option('--visit-months <months>', 'members seen within this many months stay', '18')
    .option('--out <file>', 'write the request to a file instead of sending it')
    .option('--yes', 'send it without asking for confirmation')
    .addOption(lakeOption())
    .addOption(runOption())
    .addOption(rolesOption())
    .action(async (options) => {
      const { rebalanceAndSend } = await import('./send-moves.ts')
      await rebalanceAndSend(options, session)
    })
}
