import { type Command, Option } from 'commander'
import { type SetExit, lakeOption, runOption } from './options.ts'

/** The commands that read what nights wrote. */
export const addResults = (program: Command, setExit: SetExit): void => {
  program
    .command('runs')
    .description('list the runs of the lake, newest first')
    .addOption(lakeOption())
    .option('--json', 'print one JSON array')
    .action(async (options) => {
      const { runs } = await import('../commands/runs.ts')
      setExit(await runs(options))
    })

  program
    .command('report')
    .description('print a report of a run as CSV, or list the reports')
    .argument('[name]')
    .addOption(lakeOption())
    .addOption(runOption())
    .action(async (name: string | undefined, options) => {
      const { report } = await import('../commands/report.ts')
      setExit(await report(name, options))
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
      const { exportRelation } = await import('../commands/export.ts')
      setExit(await exportRelation(relation, options))
    })

  addExplain(program, setExit)
}

const addExplain = (program: Command, setExit: SetExit): void => {
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
      const { explainMember } = await import('../commands/explain.ts')
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
      const { explainProvider } = await import('../commands/explain.ts')
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
      const { explainFacility } = await import('../commands/explain.ts')
      setExit(await explainFacility(id, options))
    })
  explain
    .command('request')
    .argument('<request_id>')
    .addOption(lakeOption())
    .addOption(runOption())
    .option('--json', 'print the facts as one JSON object')
    .action(async (id: string, options) => {
      const { explainRequest } = await import('../commands/explain.ts')
      setExit(await explainRequest(id, options))
    })
}
