import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { runKey } from '../../runs/output.ts'
import { chooseRun } from '../../runs/read-run.ts'
import { openLake } from '../context.ts'

/** `empanel report`: a report of a run as it was written, or the names of all of them. */
export const report = async (
  name: string | undefined,
  options: { readonly lake: string; readonly run?: string },
): Promise<ExitCode> => {
  const lake = await openLake(options.lake)
  const manifest = await chooseRun(lake, options.run)
  const names = manifest.outputs.flatMap(
    (output) => /^reports\/(.+)\.csv$/.exec(output.name)?.[1] ?? [],
  )
  if (name === undefined) {
    process.stdout.write(`${names.join('\n')}\n`)
    return exitCode.published
  }
  if (!names.includes(name)) {
    throw new ConfigError(
      `Expected a report of run ${manifest.run_id}, found "${name}".`,
      `There are: ${names.join(', ')}.`,
    )
  }
  process.stderr.write(`run ${manifest.run_id}, as of ${manifest.as_of}\n`)
  const file = await lake.localPath(runKey(manifest.run_id, `reports/${name}.csv`))
  await pipeline(createReadStream(file), process.stdout, { end: false })
  return exitCode.published
}
