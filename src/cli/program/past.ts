import type { Command } from 'commander'
import { subjectTypes } from '../../requests/subjects.ts'
import type { Session } from '../session.ts'
import { lakeOption, pipelineOption, runOption, timeZoneOption } from './options.ts'

/** The commands for history, closed months and quality populations. */
export const addPast = (program: Command, session: Session): void => {
  const { effects, terminal } = session

  const history = program
    .command('history')
    .description('show history by effective and recorded date')
  for (const type of subjectTypes) {
    history
      .command(type)
      .description(`show the assignments and requests of a ${type}`)
      .argument(`<${type}_id>`)
      .option('--as-of <date>', 'only what was in effect on this day')
      .option('--known-at <date>', 'only what was recorded by the end of this day')
      .option('--json', 'print one JSON object')
      .addOption(lakeOption())
      .addOption(runOption())
      .addOption(timeZoneOption())
      .action(async (id: string, options) => {
        const { history: historyOf } = await import('../commands/history.ts')
        const { historyOutput } = await import('../print/past.ts')
        session.show(historyOutput, await historyOf({ type, id }, options, effects), options)
      })
  }

  program
    .command('close')
    .description(
      'close a month: write its member-months and the adjustments to earlier months, once',
    )
    .argument('<month>', 'for example 2026-06')
    .option('--day <day>', 'the day of the month on which members are counted', '1')
    .option('--by <name>', 'name of the person who closes the month')
    .option('--json', "print the close's manifest as one JSON object")
    .addOption(lakeOption())
    .addOption(pipelineOption('its published runs count'))
    .action(async (month: string, options) => {
      const { close } = await import('../commands/close.ts')
      const { closeOutput } = await import('../print/past.ts')
      session.show(closeOutput, await close(month, options, effects), options)
    })

  program
    .command('quality-population')
    .description("write the members attributed on a year's anchor date, once")
    .argument('<year>', 'for example 2026')
    .option(
      '--preliminary',
      'print the population as of now as CSV, before the claims run-out; write nothing',
    )
    .option('--json', "print the population's manifest as one JSON object")
    .addOption(lakeOption())
    .addOption(pipelineOption('its published runs count'))
    .action(async (year: string, options) => {
      const { previewPopulation, qualityPopulation } =
        await import('../commands/quality-population.ts')
      if (options.preliminary) {
        return previewPopulation(year, options, effects, terminal.send)
      }
      const { populationOutput } = await import('../print/past.ts')
      const population = await qualityPopulation(year, options, effects)
      return session.show(populationOutput, population, options)
    })
}
