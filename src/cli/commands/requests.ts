import { ConfigError } from '../../base/errors.ts'
import { didYouMean } from '../../base/suggest.ts'
import { type BookItem, book } from '../../requests/book.ts'
import { recordedBy } from '../../requests/recorded-by.ts'
import { readLog } from '../../requests/submit.ts'
import { parseDate } from '../arguments.ts'
import type { Effects } from '../effects.ts'
import { type PipelineOptions, openPipeline } from '../open-pipeline.ts'

export interface RequestsOptions extends PipelineOptions {
  readonly state?: string
  readonly asOf?: string
  readonly knownAt?: string
}

/** Requests and their states on a day. */
export interface Requests {
  /** Those that were named, or else all, in the state that was asked for. */
  readonly items: readonly BookItem[]
  /** Every request of the lake. */
  readonly all: readonly BookItem[]
}

/** `empanel requests`: every request and its state, or those that are named. */
export const requests = async (
  ids: readonly string[],
  options: RequestsOptions,
  effects: Effects,
): Promise<Requests> => {
  const asOf = parseDate('--as-of', options.asOf)
  const known = parseDate('--known-at', options.knownAt)
  const { pipeline, lake, today } = await openPipeline(options, effects)
  const log = recordedBy(await readLog(lake), known, pipeline.time_zone)
  const all = book(log, asOf ?? known ?? today)
  const named = ids.length > 0 ? ids.map((id) => itemOf(all, id)) : [...all.values()]
  return {
    items: named.filter(({ state }) => options.state === undefined || state === options.state),
    all: [...all.values()],
  }
}

const itemOf = (all: ReadonlyMap<string, BookItem>, id: string): BookItem => {
  const item = all.get(id)
  if (item) return item
  throw new ConfigError(
    `There is no request ${id}.`,
    didYouMean(id, [...all.keys()]) ?? '`empanel requests` lists the requests.',
  )
}
