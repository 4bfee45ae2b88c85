import type { Command } from 'commander'
import type { Session } from '../session.ts'
import { PIPELINE_HELP, lakeOption } from './options.ts'

/** The commands for a payer's own files and settings, before there is any night. */
export const addSetup = (program: Command, session: Session): void => {
  program
    .command('init')
    .description('create a lake with an inbox folder and a template for each feed')
    .addOption(lakeOption())
    .action(async (options) => {
      const { init } = await import('../commands/init.ts')
      const { initOutput } = await import('../print/setup.ts')
      session.show(initOutput, await init(options, session.effects))
    })

  program
    .command('check')
    .description('check pipeline, policy, feed contracts and models, without data')
    .argument('[pipeline...]', PIPELINE_HELP)
    .action(async (pipelines: string[]) => {
      const { check } = await import('../commands/check.ts')
      const { checkOutput } = await import('../print/setup.ts')
      session.show(checkOutput, await check(pipelines))
    })

  program
    .command('docs')
    .description('write the data dictionary and the lineage as Markdown')
    .option('--out <folder>', 'the folder to write to', './docs/reference')
    .action(async (options) => {
      const { docs } = await import('../commands/docs.ts')
      const { docsOutput } = await import('../print/setup.ts')
      session.show(docsOutput, await docs(options))
    })
}
