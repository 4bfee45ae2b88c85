import { writeFirstNight } from './generator/inbox.ts'
import { writeSecondNight } from './generator/second-night.ts'
import { readOptions, usage, type Options } from './generator/options.ts'

const optionsOrUsage = (args: readonly string[]): Options | undefined => {
  try {
    return readOptions(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`)
    process.exitCode = 2
    return undefined
  }
}

const options = optionsOrUsage(process.argv.slice(2))
if (options?.night === 1) writeFirstNight(options)
if (options?.night === 2) writeSecondNight(options)
