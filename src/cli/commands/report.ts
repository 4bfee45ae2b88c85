import { ConfigError } from '../../base/errors.ts'
import type { Lake } from '../../lake/lake.ts'
import type { Manifest } from '../../runs/manifest.ts'
import { chooseRun } from '../../runs/read-run.ts'
import type { Effects } from '../effects.ts'
import { runKey } from '../../runs/run-id.ts'

interface ReportOptions {
  readonly lake: string
  readonly run?: string
}

/** A report of a run, as a CSV file on this machine. */
export interface Report {
  readonly run_id: string
  readonly as_of: string
  readonly file: string
}

/** `empanel report`: the names of a run's reports. */
export const listReports = async (options: ReportOptions, effects: Effects): Promise<string[]> =>
  reportNames((await openRun(options, effects)).manifest)

/** `empanel report NAME`: a report as the run wrote it. */
export const findReport = async (
  name: string,
  options: ReportOptions,
  effects: Effects,
): Promise<Report> => {
  const { lake, manifest } = await openRun(options, effects)
  const { run_id, as_of } = manifest
  const names = reportNames(manifest)
  if (!names.includes(name)) {
    throw new ConfigError(
      `Expected a report of run ${run_id}, found "${name}".`,
      `There are: ${names.join(', ')}.`,
    )
  }
  return { run_id, as_of, file: await lake.localPath(runKey(run_id, `reports/${name}.csv`)) }
}

const openRun = async (
  options: ReportOptions,
  { openLake }: Effects,
): Promise<{ lake: Lake; manifest: Manifest }> => {
  const lake = await openLake(options.lake)
  return { lake, manifest: await chooseRun(lake, options.run) }
}

const reportNames = ({ outputs }: Manifest): string[] =>
  outputs.flatMap(({ name }) => /^reports\/(.+)\.csv$/.exec(name)?.[1] ?? [])
