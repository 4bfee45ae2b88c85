import type { Command } from 'commander'
import { subjects } from '../../answers/history/touches.ts'
import { type SetExit, lakeOption, pipelineOption, runOption } from './options.ts'

/** The commands of what was, and of months that stand still. */
export const addPast = (program: Command, setExit: SetExit): void => {
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
      .addOption(pipelineOption('says in which time zone a day is'))
      .action(async (id: string, options) => {
        const { history: tell } = await import('../commands/history.ts')
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
    .addOption(pipelineOption('its published runs count'))
    .action(async (month: string, options) => {
      const { close } = await import('../commands/close.ts')
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
    .addOption(pipelineOption('its published runs count'))
    .action(async (year: string, options) => {
      const { qualityPopulation } = await import('../commands/quality-population.ts')
      setExit(await qualityPopulation(year, options))
    })
}
