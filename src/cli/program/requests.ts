import { type Command, Option } from 'commander'
import { states } from '../../requests/request-states.ts'
import { type SetExit, lakeOption, pipelineOption, runOption } from './options.ts'

/** The commands of the assignment book. Those of each kind are made from the contract when asked for. */
export const addBook = async (
  program: Command,
  argv: readonly string[],
  setExit: SetExit,
): Promise<void> => {
  const shared = (command: Command): Command =>
    command
      .option('--yes', 'write without asking')
      .addOption(lakeOption())
      .addOption(pipelineOption('says who decides'))

  const request = shared(
    program
      .command('request')
      .description('ask for a change: shows what it would do, then writes it')
      .enablePositionalOptions()
      .option('--file <file>', 'send all requests of a CSV or NDJSON file, or none')
      .option('--by <who>', 'who asks, where the file does not say'),
  ).action(async (options) => {
    if (options.file === undefined) return request.help({ error: true })
    const { requestFile } = await import('../commands/request.ts')
    return setExit(await requestFile(options.file, options))
  })
  if (argv[0] === 'request') {
    const { addRequestKinds } = await import('../request-options.ts')
    addRequestKinds(request, shared, async (cells, options) => {
      const { requestOne } = await import('../commands/request.ts')
      setExit(await requestOne(cells, options))
    })
  }

  for (const [verdict, description] of [
    ['approve', 'approve requests of others'],
    ['reject', 'reject requests of others'],
    ['withdraw', 'take back a request, or end it from today'],
  ] as const) {
    program
      .command(verdict)
      .description(description)
      .argument('<request_id...>')
      .requiredOption('--by <who>', 'who decides')
      .requiredOption('--reason <text>', 'why')
      .addOption(lakeOption())
      .addOption(pipelineOption('says who decides'))
      .action(async (ids: string[], options) => {
        const { decideOn } = await import('../commands/decide.ts')
        setExit(await decideOn(verdict, ids, options))
      })
  }

  program
    .command('requests')
    .description('list the requests and their states, or tell the story of some')
    .argument('[request_id...]')
    .addOption(new Option('--state <state>').choices(states))
    .option('--as-of <date>', "the day to look at (default: today in the pipeline's time zone)")
    .option('--known-at <date>', 'only what was asked and decided until the end of this day')
    .option('--json', 'print one JSON array')
    .addOption(lakeOption())
    .addOption(pipelineOption('says who decides'))
    .action(async (ids: string[], options) => {
      const { requests } = await import('../commands/requests.ts')
      setExit(await requests(ids, options))
    })

  program
    .command('rebalance')
    .description(
      'propose the fewest moves that bring every panel under its capacity, as one request',
    )
    .option('--by <who>', 'who asks for it (default: it is only shown)')
    .option('--effective-date <date>', 'the first day of the moves (default: at once)')
    .option('--visit-months <n>', 'who was seen in so many months stays', '18')
    .option('--out <file>', 'write the request to a file instead of sending it')
    .option('--yes', 'send it without asking')
    .addOption(lakeOption())
    .addOption(runOption())
    .addOption(pipelineOption('says who decides'))
    .action(async (options) => {
      const { rebalance } = await import('../commands/rebalance.ts')
      setExit(await rebalance(options))
    })

  program
    .command('verify')
    .description('find any edit, loss or insertion among requests, decisions and closed months')
    .addOption(lakeOption())
    .option('--json', 'print one JSON object')
    .action(async (options) => {
      const { verify } = await import('../commands/verify.ts')
      setExit(await verify(options))
    })
}
