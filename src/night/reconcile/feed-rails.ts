import type { Engine } from '../../engine/engine.ts'
import type { FeedDefinition } from '../../feeds/contract.ts'
import { type FeedName, feedNamed, feedNames } from '../../feeds/index.ts'
import type { Night } from '../night.ts'
import { type Rail, measured, notMeasured } from './rail.ts'

const DAY = 86_400_000

/** A file that was read tonight. */
interface DeliveredFile {
  readonly feed: FeedName
  readonly file: string
  readonly accepted: number
}

/**
 * Measures the guard rails of the files: a feed missing, many fewer or more rows than in the baseline,
 * a feed too old. Of answer feeds only the age is measured: their size follows that of the questions.
 */
export const feedRails = async (night: Night): Promise<Rail[]> => {
  const delivered = Map.groupBy(await deliveredFiles(night.engine), ({ feed }) => feed)
  return feedNames.flatMap((feed) => {
    const files = delivered.get(feed)
    if (!files) return missingRail(night, feed)
    return [...(isAnswer(feed) ? [] : rowRails(night, feed, files)), ...ageRail(night, feed, files)]
  })
}

/** Superseded claim lines are not accepted, which only the evidence shows. */
const deliveredFiles = (engine: Engine): Promise<DeliveredFile[]> =>
  engine.all<DeliveredFile>(
    `select file_fate.feed, file_fate.file,
       coalesce(claim_fate.accepted, file_fate.accepted) as accepted
     from raw.file_fate as file_fate
     left join evidence.claim_fate as claim_fate
       on file_fate.file = claim_fate.file and file_fate.feed = 'claims'
     order by file_fate.feed, file_fate.file`,
  )

const isAnswer = (name: FeedName): boolean => {
  const feed: FeedDefinition = feedNamed(name)
  return feed.isAnswer ?? false
}

const missingRail = ({ baseline }: Night, feed: FeedName): Rail[] => {
  if (isAnswer(feed) || !baseline?.feeds.includes(feed)) return []
  const detail = `the baseline had ${feed}, tonight has no file of it`
  return [measured({ rail: 'feed_missing', subject: feed, found: 1, limit: 0, detail })]
}

const rowRails = (
  { baseline, pipeline }: Night,
  feed: FeedName,
  files: readonly DeliveredFile[],
): Rail[] => {
  const down = { rail: 'rows_down', subject: feed, limit: pipeline.guard_rails.rows_down }
  const up = { rail: 'rows_up', subject: feed, limit: pipeline.guard_rails.rows_up }
  const rows = files.reduce((sum, { accepted }) => sum + accepted, 0)
  const before = baseline?.accepted[feed] ?? 0
  if (before === 0) {
    const why = baseline ? `the baseline accepted no row of ${feed}` : 'no baseline'
    return [notMeasured({ ...down, why }), notMeasured({ ...up, why })]
  }
  const change = (rows - before) / before
  const detail = `${rows} rows of ${feed} accepted, ${before} by the baseline`
  return [
    measured({ ...down, found: Math.max(0, -change), detail }),
    measured({ ...up, found: Math.max(0, change), detail }),
  ]
}

/** Days since the newest date in the names of the feed's files; their own timestamps do not count. */
const ageRail = (
  { asOf, pipeline }: Night,
  feed: FeedName,
  files: readonly DeliveredFile[],
): Rail[] => {
  const limit = pipeline.feeds[feed]?.max_age_days
  if (limit === undefined) return []
  const rail = { rail: 'max_age_days', subject: feed, limit }
  const newest = files
    .flatMap(({ file }) => dateIn(file) ?? [])
    .toSorted()
    .at(-1)
  if (newest === undefined) {
    return [notMeasured({ ...rail, why: `no date in the names of ${feed} deliveries` })]
  }
  const found = Math.max(0, (Date.parse(asOf) - Date.parse(newest)) / DAY)
  return [measured({ ...rail, found, detail: `the newest ${feed} delivery is of ${newest}` })]
}

/** The last valid date in a path, written as 2026-06-30 or 20260630. */
const dateIn = (path: string): string | undefined =>
  [...path.matchAll(/(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)/g)]
    .map(([, year, month, day]) => `${year}-${month}-${day}`)
    .filter((text) => {
      const date = new Date(`${text}T00:00:00Z`)
      return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
    })
    .at(-1)
