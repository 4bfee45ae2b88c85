import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Logger, destination, pino } from 'pino'
import { type S3Config, s3Settings } from '../config/s3.ts'
import type { Lake } from '../lake/lake.ts'
import { openLocalLake } from '../lake/local-lake.ts'
import { parseS3Url } from '../lake/s3-place.ts'
import { ConfigError } from '../base/errors.ts'
import { type Progress, silentProgress } from '../base/progress.ts'
import { openSpool } from '../base/spool.ts'
import { terminalProgress } from './terminal-progress.ts'
import type { Clock } from '../base/clock.ts'

export const systemClock: Clock = { now: () => new Date() }

/** The lake that `--lake` names: a folder, or a prefix of a bucket. */
export const openLake = async (place: string, s3?: S3Config): Promise<Lake> => {
  if (!isUrl(place)) return openLocalLake(place)
  const at = parseS3Url(place)
  const settings = s3Settings(process.env, s3)
  const { openS3Lake } = await import('../lake/s3-lake.ts')
  return openS3Lake(at, settings, await openSpool())
}

export const isUrl = (place: string): boolean => /^[a-z0-9]+:\/\//i.test(place)

/** The pipeline file to use: the named one, else the nightly one that comes with empanel. */
export const pipelineFile = (named: string | undefined): string =>
  named === undefined
    ? fileURLToPath(new URL('../../pipelines/nightly.yaml', import.meta.url))
    : path.resolve(named)

/**
 * Bars for a person, JSON lines for a machine; never both. `base` stands in every line: of a night that
 * publishes nothing, what for it runs.
 */
export const voice = (
  stderr: NodeJS.WriteStream,
  base: Readonly<Record<string, string>> = {},
): { log: Logger; progress: Progress } =>
  stderr.isTTY
    ? { log: pino({ level: 'silent' }), progress: terminalProgress(stderr) }
    : { log: pino({ base }, destination({ dest: 2, sync: true })), progress: silentProgress }

/** `value` if it is a day of the calendar written as YYYY-MM-DD. */
export const parseDate = (option: string, value: string): string => {
  const date = new Date(`${value}T00:00:00Z`)
  if (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(date.getTime())) {
    if (date.toISOString().startsWith(value)) return value
  }
  throw new ConfigError(`Expected ${option} to be a date such as 2026-06-30, found "${value}".`)
}

/** Today where the payer is. */
export const todayIn = (timeZone: string, clock: Clock): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(clock.now())
