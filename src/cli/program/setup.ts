import type { Command } from 'commander'
import { PIPELINE_HELP, type SetExit, lakeOption } from './options.ts'

/** The commands that are about the payer's own files and settings, before there is any night. */
export const addSetup = (program: Command, setExit: SetExit): void => {
  program
    .command('init')
    .description('make a lake with an inbox folder and a template for each feed')
    .addOption(lakeOption())
    .action(async (options) => {
      const { init } = await import('../commands/init.ts')
      setExit(await init(options))
    })

  program
    .command('check')
    .description('verify pipeline, policy, feed contracts and models, without data')
    .argument('[pipeline...]', PIPELINE_HELP)
    .action(async (pipelines: string[]) => {
      const { check } = await import('../commands/check.ts')
      setExit(await check(pipelines))
    })

  program
    .command('docs')
    .description('write the data dictionary and the lineage as Markdown')
    .option('--out <folder>', 'where to', './docs/reference')
    .action(async (options) => {
      const { docs } = await import('../commands/docs.ts')
      setExit(await docs(options))
    })
}
