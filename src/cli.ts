import { Command, CommanderError, Option } from 'commander'
import { reportError } from './commands/report-error.ts'
import { exitCode } from './pipeline/errors.ts'
import { subjects } from './history/touches.ts'
import { closeSpools } from './pipeline/spool.ts'
import { states } from './requests/states.ts'

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
const isClosedPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE'

type SetExit = (code: number) => void

const lakeOption = (): Option =>
  new Option('--lake <place>', 'the lake: a folder, or s3://bucket/prefix')
    .default('./lake')
    .env('EMPANEL_LAKE')

const runOption = (): Option =>
  new Option('--run <run_id>', 'the run to read (default: the newest complete or held one)')

const PIPELINE_HELP = 'pipeline file (default: the nightly pipeline that comes with empanel)'

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

  program
    .command('run')
    .description('run one night: read the inbox, decide, reconcile, publish')
    .argument('[pipeline]', PIPELINE_HELP)
    .addOption(lakeOption())
    .option(
      '--as-of <date>',
      "the night's date, YYYY-MM-DD (default: today in the pipeline's time zone)",
    )
    .option('--json', 'print the summary as one JSON object')
    .option('--dry-run', 'compute everything, write nothing to the lake')
    .option('--verify-inputs', 'take the checksum of every input, also of files that are known')
    .addOption(
      new Option(
        '--only <stage>',
        'only read new files into the cache, and publish nothing',
      ).choices(['ingest']),
    )
    .option('--metrics <file>', 'write what became of it as Prometheus text')
    .action(async (pipeline: string | undefined, options) => {
      const { run } = await import('./commands/run.ts')
      setExit(await run(pipeline, options))
    })

  program
    .command('check')
    .description('verify pipeline, policy, feed contracts and models, without data')
    .argument('[pipeline...]', PIPELINE_HELP)
    .action(async (pipelines: string[]) => {
      const { check } = await import('./commands/check.ts')
      setExit(await check(pipelines))
    })

  const explain = program
    .command('explain')
    .description('say in plain sentences why a row is as it is')
  explain
    .command('member')
    .argument('<member_id>')
    .option('--provider <provider_id>', 'why this provider is theirs or does not appear')
    .addOption(lakeOption())
    .addOption(runOption())
    .option('--json', 'print the facts as one JSON object')
    .action(async (id: string, options) => {
      const { explainMember } = await import('./commands/explain.ts')
      setExit(await explainMember(id, options))
    })
  explain
    .command('provider')
    .argument('<provider_id>')
    .option('--for <member_id>', 'why this provider could or could not be given to this member')
    .addOption(lakeOption())
    .addOption(runOption())
    .option('--json', 'print the facts as one JSON object')
    .action(async (id: string, options) => {
      const { explainProvider } = await import('./commands/explain.ts')
      setExit(await explainProvider(id, options))
    })
  explain
    .command('facility')
    .argument('<facility_id>')
    .option('--provider <provider_id>', 'why this provider has it or does not appear')
    .addOption(lakeOption())
    .addOption(runOption())
    .option('--json', 'print the facts as one JSON object')
    .action(async (id: string, options) => {
      const { explainFacility } = await import('./commands/explain.ts')
      setExit(await explainFacility(id, options))
    })
  explain
    .command('request')
    .argument('<request_id>')
    .addOption(lakeOption())
    .addOption(runOption())
    .option('--json', 'print the facts as one JSON object')
    .action(async (id: string, options) => {
      const { explainRequest } = await import('./commands/explain.ts')
      setExit(await explainRequest(id, options))
    })

  program
    .command('export')
    .description('write a relation of a run, or of the closed months, to stdout or a file')
    .argument(
      '<relation>',
      'for example attribution.attributed_provider; publication.member_month of all closes, publication.quality_population of a year',
    )
    .addOption(new Option('--format <format>').choices(['csv', 'parquet', 'arrow']).default('csv'))
    .option('--out <file>', 'where to (default: stdout)')
    .option(
      '--month <month>',
      'of publication.member_month, only what the close of this month wrote',
    )
    .option('--year <year>', 'of publication.quality_population, which year')
    .addOption(lakeOption())
    .addOption(runOption())
    .action(async (relation: string, options) => {
      const { exportRelation } = await import('./commands/export.ts')
      setExit(await exportRelation(relation, options))
    })

  program
    .command('report')
    .description('print a report of a run as CSV, or list the reports')
    .argument('[name]')
    .addOption(lakeOption())
    .addOption(runOption())
    .action(async (name: string | undefined, options) => {
      const { report } = await import('./commands/report.ts')
      setExit(await report(name, options))
    })

  program
    .command('runs')
    .description('list the runs of the lake, newest first')
    .addOption(lakeOption())
    .option('--json', 'print one JSON array')
    .action(async (options) => {
      const { runs } = await import('./commands/runs.ts')
      setExit(await runs(options))
    })

  program
    .command('release')
    .description('publish a held run')
    .argument('<run_id>')
    .requiredOption('--by <who>', 'who decides')
    .requiredOption('--reason <text>', 'why it may be published')
    .addOption(lakeOption())
    .action(async (runId: string, options) => {
      const { release } = await import('./commands/release.ts')
      setExit(await release(runId, options))
    })

  await addRequests(program, argv, setExit)
  addPast(program, setExit)

  program
    .command('init')
    .description('make a lake with an inbox folder and a template for each feed')
    .addOption(lakeOption())
    .action(async (options) => {
      const { init } = await import('./commands/init.ts')
      setExit(await init(options))
    })

  program
    .command('docs')
    .description('write the data dictionary and the lineage as Markdown')
    .option('--out <folder>', 'where to', './docs/reference')
    .action(async (options) => {
      const { docs } = await import('./commands/docs.ts')
      setExit(await docs(options))
    })

  return program
}

/** The commands of what was, and of months that stand still. */
const addPast = (program: Command, setExit: SetExit): void => {
  const history = program
    .command('history')
    .description('who, what, when and why: when it held, and when it was known')
  for (const type of subjects) {
    history
      .command(type)
      .argument(`<${type}_id>`)
      .option('--as-of <date>', 'only what held on this day')
      .option('--known-at <date>', 'only what was known at the end of this day')
      .option('--json', 'print one JSON object')
      .addOption(lakeOption())
      .addOption(runOption())
      .addOption(zoneOption())
      .action(async (id: string, options) => {
        const { history: tell } = await import('./commands/history.ts')
        setExit(await tell({ type, id }, options))
      })
  }

  program
    .command('close')
    .description('close a month: its member-months, and what changed in those before, once for all')
    .argument('<month>', 'for example 2026-06')
    .option('--day <day>', 'the day of the month on which membership counts', '1')
    .option('--by <who>', 'who closes it')
    .option('--json', "print the close's manifest as one JSON object")
    .addOption(lakeOption())
    .addOption(new Option('--pipeline <file>', `${PIPELINE_HELP}; its published runs count`))
    .action(async (month: string, options) => {
      const { close } = await import('./commands/close.ts')
      setExit(await close(month, options))
    })

  program
    .command('quality-population')
    .description('who is attributed to whom at the anchor date of a year, written once')
    .argument('<year>', 'for example 2026')
    .option(
      '--preliminary',
      'print what there is now as CSV, before the claims run-out; write nothing',
    )
    .option('--json', 'print what was written as one JSON object')
    .addOption(lakeOption())
    .addOption(new Option('--pipeline <file>', `${PIPELINE_HELP}; its published runs count`))
    .action(async (year: string, options) => {
      const { qualityPopulation } = await import('./commands/quality-population.ts')
      setExit(await qualityPopulation(year, options))
    })
}

const zoneOption = (): Option =>
  new Option('--pipeline <file>', `${PIPELINE_HELP}; says in which time zone a day is`)

const pipelineOption = (): Option =>
  new Option('--pipeline <file>', `${PIPELINE_HELP}; says who decides`)

/** The commands of the assignment book. Those of each kind are made from the contract when asked for. */
const addRequests = async (
  program: Command,
  argv: readonly string[],
  setExit: SetExit,
): Promise<void> => {
  const shared = (command: Command): Command =>
    command
      .option('--yes', 'write without asking')
      .addOption(lakeOption())
      .addOption(pipelineOption())

  const request = shared(
    program
      .command('request')
      .description('ask for a change: shows what it would do, then writes it')
      .enablePositionalOptions()
      .option('--file <file>', 'send all requests of a CSV or NDJSON file, or none')
      .option('--by <who>', 'who asks, where the file does not say'),
  ).action(async (options) => {
    if (options.file === undefined) return request.help({ error: true })
    const { requestFile } = await import('./commands/request.ts')
    return setExit(await requestFile(options.file, options))
  })
  if (argv[0] === 'request') {
    const { addRequestKinds } = await import('./commands/request-options.ts')
    addRequestKinds(request, shared, async (cells, options) => {
      const { requestOne } = await import('./commands/request.ts')
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
      .addOption(pipelineOption())
      .action(async (ids: string[], options) => {
        const { decideOn } = await import('./commands/decide.ts')
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
    .addOption(pipelineOption())
    .action(async (ids: string[], options) => {
      const { requests } = await import('./commands/requests.ts')
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
    .addOption(pipelineOption())
    .action(async (options) => {
      const { rebalance } = await import('./commands/rebalance.ts')
      setExit(await rebalance(options))
    })

  program
    .command('verify')
    .description('find any edit, loss or insertion among requests and decisions')
    .addOption(lakeOption())
    .option('--json', 'print one JSON object')
    .action(async (options) => {
      const { verify } = await import('./commands/verify.ts')
      setExit(await verify(options))
    })

  program
    .command('schedule')
    .argument('<pipeline>', 'pipeline file with a section `schedule`')
    .description('start nights when they are due, until it is stopped')
    .addOption(lakeOption())
    .option('--status <folder>', 'where heartbeat and metrics are written', './status')
    .action(async (pipeline: string, options) => {
      const { schedule } = await import('./commands/schedule.ts')
      setExit(await schedule(pipeline, options))
    })

  program
    .command('prune')
    .description('remove old runs that nothing needs; without --yes only say which')
    .addOption(lakeOption())
    .option('--keep <runs>', 'the newest runs that stay whatever their age', '30')
    .option('--days <days>', 'runs younger than this stay', '90')
    .option('--cache', 'empty the cache too; the next night reads everything again')
    .option('--yes', 'remove them')
    .option('--json', 'print one JSON object')
    .action(async (options) => {
      const { prune } = await import('./commands/prune.ts')
      setExit(await prune(options))
    })

  program
    .command('replay')
    .argument('<run_id>', 'the run to rebuild')
    .description('rebuild a past night from its manifest and prove it byte-identical')
    .addOption(lakeOption())
    .option('--json', 'print one JSON object')
    .action(async (runId: string, options) => {
      const { replay } = await import('./commands/replay.ts')
      setExit(await replay(runId, options))
    })
}
