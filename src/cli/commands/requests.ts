import { loadPipeline } from '../../config/pipeline.ts'
import { ConfigError, type ExitCode, exitCode } from '../../base/errors.ts'
import { didYouMean } from '../../base/suggest.ts'
import { type BookItem, book } from '../../requests/book.ts'
import { knownAt } from '../../requests/known.ts'
import { states } from '../../requests/request-states.ts'
import { readLog } from '../../requests/submit.ts'
import { tellItem, tellStory } from '../../requests/tell.ts'
import { openLake, parseDate, pipelineFile, systemClock, todayIn } from '../context.ts'
import type { Clock } from '../../base/clock.ts'

interface RequestsOptions {
  readonly lake: string
  readonly pipeline?: string
  readonly state?: string
  readonly asOf?: string
  readonly knownAt?: string
  readonly json?: boolean
}

/** `empanel requests`: every request and its state, or the whole story of those that are named. */
export const requests = async (
  ids: readonly string[],
  options: RequestsOptions,
  clock: Clock = systemClock,
): Promise<ExitCode> => {
  const named = options.asOf === undefined ? undefined : parseDate('--as-of', options.asOf)
  const known = options.knownAt === undefined ? undefined : parseDate('--known-at', options.knownAt)
  const { settings, time_zone: zone } = await loadPipeline(pipelineFile(options.pipeline))
  const lake = await openLake(options.lake, settings.s3)
  const log = knownAt(await readLog(lake), known, zone)
  const all = book(log, named ?? known ?? todayIn(zone, clock))
  const chosen = (ids.length > 0 ? ids.map((id) => itemOf(all, id)) : [...all.values()]).filter(
    ({ state }) => options.state === undefined || state === options.state,
  )
  process.stdout.write(
    options.json
      ? `${JSON.stringify(chosen.map(plain))}\n`
      : chosen
          .flatMap((item) => (ids.length > 0 ? tellStory(item) : [tellItem(item)]))
          .map((line) => `${line}\n`)
          .join('') || emptyHanded(all, options.state),
  )
  return exitCode.published
}

const itemOf = (all: ReadonlyMap<string, BookItem>, id: string): BookItem => {
  const item = all.get(id)
  if (item) return item
  throw new ConfigError(
    `There is no request ${id}.`,
    didYouMean(id, [...all.keys()]) ?? '`empanel requests` lists them.',
  )
}

/** A request and its state as one JSON object; of what it holds, only from when to when. */
const plain = ({ request, ...rest }: BookItem): object => ({
  ...request,
  ...rest,
  held: undefined,
})

const emptyHanded = (all: ReadonlyMap<string, BookItem>, state: string | undefined): string => {
  if (all.size === 0 || state === undefined) return 'No requests yet.\n'
  const counts = states.flatMap((name) => {
    const count = [...all.values()].filter((item) => item.state === name).length
    return count > 0 ? [`${count} ${name}`] : []
  })
  return `No request is ${state}; there are ${counts.join(', ')}.\n`
}
