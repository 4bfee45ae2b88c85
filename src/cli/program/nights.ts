import { type Command, Option } from 'commander'
import { PIPELINE_HELP, type SetExit, lakeOption } from './options.ts'

/** The commands that make nights, and keep them. */
export const addNights = (program: Command, setExit: SetExit): void => {
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
      const { run } = await import('../commands/run.ts')
      setExit(await run(pipeline, options))
    })

  program
    .command('schedule')
    .argument('<pipeline>', 'pipeline file with a section `schedule`')
    .description('start nights when they are due, until it is stopped')
    .addOption(lakeOption())
    .option('--status <folder>', 'where heartbeat and metrics are written', './status')
    .action(async (pipeline: string, options) => {
      const { schedule } = await import('../commands/schedule.ts')
      setExit(await schedule(pipeline, options))
    })

  program
    .command('release')
    .description('publish a held run')
    .argument('<run_id>')
    .requiredOption('--by <who>', 'who decides')
    .requiredOption('--reason <text>', 'why it may be published')
    .addOption(lakeOption())
    .action(async (runId: string, options) => {
      const { release } = await import('../commands/release.ts')
      setExit(await release(runId, options))
    })

  program
    .command('replay')
    .argument('<run_id>', 'the run to rebuild')
    .description('rebuild a past night from its manifest and prove it byte-identical')
    .addOption(lakeOption())
    .option('--json', 'print one JSON object')
    .action(async (runId: string, options) => {
      const { replay } = await import('../commands/replay.ts')
      setExit(await replay(runId, options))
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
      const { prune } = await import('../commands/prune.ts')
      setExit(await prune(options))
    })
}
