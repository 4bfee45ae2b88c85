import { type Command, Option } from 'commander'
import type { Session } from '../session.ts'
import { PIPELINE_HELP, lakeOption } from './options.ts'

/** The commands that run nights, and those that manage runs. */
export const addNights = (program: Command, session: Session): void => {
  const { effects } = session

  program
    .command('run')
    .description('run one night: read the inbox, assign, attribute, reconcile, publish')
    .argument('[pipeline]', PIPELINE_HELP)
    .addOption(lakeOption())
    .option(
      '--as-of <date>',
      "the night's date, YYYY-MM-DD (default: today in the pipeline's time zone)",
    )
    .option('--json', "print the night's manifest as one JSON object")
    .option('--dry-run', 'compute everything, write nothing to the lake')
    .option('--verify-inputs', 're-hash every input, including cached ones')
    .addOption(
      new Option('--only <stage>', 'only read new files into the cache; publish nothing').choices([
        'ingest',
      ]),
    )
    .option('--metrics <file>', 'write the outcome to a file as Prometheus metrics')
    .action(async (pipeline: string | undefined, options) => {
      const { run } = await import('../commands/run.ts')
      const { runOutput } = await import('../print/run.ts')
      const chosen = { ...options, pipeline }
      session.show(runOutput(chosen), await run(chosen, effects), options)
    })

  program
    .command('schedule')
    .description('start each night when it is due, until stopped')
    .argument('<pipeline>', 'pipeline file with a section `schedule`')
    .addOption(lakeOption())
    .option('--status <folder>', 'the folder for heartbeat and metrics', './status')
    .action(async (pipeline: string, options) => {
      const { schedule } = await import('../commands/schedule.ts')
      await untilSignal((stop) => schedule({ ...options, pipeline }, effects, stop))
    })

  program
    .command('release')
    .description('publish a held run')
    .argument('<run_id>', 'the held run')
    .requiredOption('--by <name>', 'name of the person who decides')
    .requiredOption('--reason <text>', 'why the run may be published')
    .addOption(lakeOption())
    .action(async (runId: string, options) => {
      const { release } = await import('../commands/release.ts')
      const { releaseOutput } = await import('../print/nights.ts')
      session.show(releaseOutput, await release(runId, options, effects))
    })

  program
    .command('replay')
    .description('rebuild a past night from its manifest and check that every byte is the same')
    .argument('<run_id>', 'the run to rebuild')
    .addOption(lakeOption())
    .option('--json', 'print one JSON object')
    .action(async (runId: string, options) => {
      const { replay } = await import('../commands/replay.ts')
      const { replayOutput } = await import('../print/nights.ts')
      session.show(replayOutput, await replay(runId, options, effects), options)
    })

  program
    .command('prune')
    .description('remove old runs that nothing needs; without --yes, only list them')
    .addOption(lakeOption())
    .option('--keep <runs>', 'keep this many of the newest runs, whatever their age', '30')
    .option('--days <days>', 'keep runs that are younger than this many days', '90')
    .option('--cache', 'also empty the cache; the next night reads every file again')
    .option('--yes', 'remove the runs')
    .option('--json', 'print one JSON object')
    .action(async (options) => {
      const { prune } = await import('../commands/prune.ts')
      const { pruneOutput } = await import('../print/nights.ts')
      session.show(pruneOutput, await prune(options, effects), options)
    })
}

/** Runs the work until it ends or the process is asked to stop. */
const untilSignal = async (work: (stop: AbortSignal) => Promise<void>): Promise<void> => {
  const signals = ['SIGTERM', 'SIGINT'] as const
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  for (const signal of signals) process.on(signal, onSignal)
  try {
    await work(stop.signal)
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
  }
}
