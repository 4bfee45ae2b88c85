import { createReadStream } from 'node:fs'
import { type Command, Option } from 'commander'
import type { Session } from '../session.ts'
import type { Send } from '../effects.ts'
import { lakeOption, runOption } from './options.ts'

/** The commands that read the results of runs. */
export const addResults = (program: Command, session: Session): void => {
  const { effects, terminal } = session

  program
    .command('runs')
    .description('list the runs of the lake, newest first')
    .addOption(lakeOption())
    .option('--json', 'print one JSON array')
    .action(async (options) => {
      const { runs } = await import('../commands/runs.ts')
      const { runsOutput } = await import('../print/runs.ts')
      session.show(runsOutput, await runs(options, effects), options)
    })

  program
    .command('report')
    .description('print a report of a run as CSV, or list the reports')
    .argument('[name]', 'the report to print (default: list the reports)')
    .addOption(lakeOption())
    .addOption(runOption())
    .action(async (name: string | undefined, options) => {
      const { findReport, listReports } = await import('../commands/report.ts')
      if (name === undefined) {
        const names = await listReports(options, effects)
        return terminal.print(names.map((one) => `${one}\n`).join(''))
      }
      const report = await findReport(name, options, effects)
      terminal.warn(`run ${report.run_id}, as of ${report.as_of}\n`)
      return terminal.send(createReadStream(report.file))
    })

  program
    .command('export')
    .description('write a relation of a run, or of the closed months, to stdout or a file')
    .argument(
      '<relation>',
      "for example attribution.attributed_provider; publication.member_month for the closed months; publication.quality_population for a year's population",
    )
    .addOption(
      new Option('--format <format>', 'the format of the file')
        .choices(['csv', 'parquet', 'arrow'])
        .default('csv'),
    )
    .option('--out <file>', 'the file to write (default: stdout)')
    .option(
      '--month <month>',
      'with publication.member_month: only what the close of this month wrote',
    )
    .option('--year <year>', 'with publication.quality_population: the year')
    .addOption(lakeOption())
    .addOption(runOption())
    .action(async (relation: string, options) => {
      const { exportRelation } = await import('../commands/export.ts')
      const { save } = await import('../print/save.ts')
      const send: Send = (content) =>
        options.out === undefined ? terminal.send(content) : save(content, options.out)
      await exportRelation(relation, options, effects, send)
    })

  addExplain(program, session)
}

const addExplain = (program: Command, session: Session): void => {
  const { effects } = session
  const explain = program
    .command('explain')
    .description(
      'explain in plain sentences why a member, provider, facility or request is as it is',
    )
  const about = (type: string, description: string): Command =>
    explain
      .command(type)
      .description(description)
      .argument(`<${type}_id>`)
      .addOption(lakeOption())
      .addOption(runOption())
      .option('--json', 'print the facts as one JSON object')

  about('member', 'explain how a member was assigned and attributed')
    .option('--provider <provider_id>', 'explain why this provider is theirs, or does not appear')
    .action(async (id: string, options) => {
      const { explainMember, explainMemberProvider } = await import('../commands/explain.ts')
      const { explanationOutput, memberOutput } = await import('../print/explain.ts')
      if (options.provider === undefined) {
        return session.show(memberOutput, await explainMember(id, options, effects), options)
      }
      const explanation = await explainMemberProvider(id, options.provider, options, effects)
      return session.show(explanationOutput, explanation, options)
    })
  about('provider', "explain a provider's panel")
    .option(
      '--for <member_id>',
      'explain why this provider could or could not be assigned to this member',
    )
    .action(async (id: string, options) => {
      const { explainProvider } = await import('../commands/explain.ts')
      const { providerOutput } = await import('../print/explain.ts')
      session.show(providerOutput, await explainProvider(id, options, effects), options)
    })
  about('facility', "explain who is a facility's provider")
    .option('--provider <provider_id>', 'explain why this provider has it, or does not appear')
    .action(async (id: string, options) => {
      const { explainFacility } = await import('../commands/explain.ts')
      const { explanationOutput } = await import('../print/explain.ts')
      session.show(explanationOutput, await explainFacility(id, options, effects), options)
    })
  about('request', 'explain why a request is in effect or not').action(
    async (id: string, options) => {
      const { explainRequest } = await import('../commands/explain.ts')
      const { explanationOutput } = await import('../print/explain.ts')
      session.show(explanationOutput, await explainRequest(id, options, effects), options)
    },
  )
}
