import type { Logger } from 'pino'
import type { Clock } from '../base/clock.ts'
import type { Progress } from '../base/progress.ts'
import { openSpool } from '../base/spool.ts'
import { type S3Config, s3Settings } from '../config/s3.ts'
import type { Lake } from '../lake/lake.ts'
import { openLocalLake } from '../lake/local-lake.ts'
import { parseS3Url } from '../lake/s3-location.ts'

/** Everything that a command does to the world outside of the files that its options name. */
export interface Effects {
  /** Opens the lake at a place: a folder, or a prefix of a bucket with these settings. */
  readonly openLake: (place: string, settings?: S3Config) => Promise<Lake>
  readonly clock: Clock
  /** Where a night reports how it goes; every line of its log has these facts. */
  readonly watch: (facts: LogFacts) => { readonly log: Logger; readonly progress: Progress }
  /** A log that is written even where a person watches. */
  readonly openLog: (facts: LogFacts) => Logger
}

/** A file's bytes, read as they are needed. */
export type Content = NodeJS.ReadableStream | AsyncIterable<Uint8Array>

/** Takes content once, when it is ready. */
export type Send = (content: Content) => Promise<void>

export type LogFacts = Readonly<Record<string, string>>

export const systemClock: Clock = { now: () => new Date() }

export const openLake = async (place: string, settings?: S3Config): Promise<Lake> => {
  if (!isUrl(place)) return openLocalLake(place)
  const at = parseS3Url(place)
  const s3 = s3Settings(process.env, settings)
  const { openS3Lake } = await import('../lake/s3-lake.ts')
  return openS3Lake(at, s3, await openSpool())
}

/** Whether a place is a URL, and not a folder. */
export const isUrl = (place: string): boolean => /^[a-z0-9]+:\/\//i.test(place)
