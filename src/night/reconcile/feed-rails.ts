import { type FeedName, feedNamed, feedNames } from '../../feeds/index.ts'
import type { FeedDefinition } from '../../feeds/contract.ts'
import { acceptedRows } from '../../runs/manifest.ts'
import type { Night } from '../night.ts'
import { type Rail, measured, notMeasured } from './rail.ts'

const DAY = 86_400_000

/**
 * Guard rails over the files: a feed gone, fewer or many more rows than before, a feed too old. Of
 * answers as many come as there were questions, so only their age is asked.
 */
export const feedRails = (night: Night): Rail[] => {
  const accepted = acceptedRows(night.manifest.inputs)
  const delivered = new Set(
    night.manifest.inputs.filter(({ use }) => use === 'read').map(({ feed }) => feed),
  )
  return feedNames.flatMap((feed) => {
    if (isAnswer(feed)) return delivered.has(feed) ? ageRail(night, feed) : []
    const had = night.baseline?.feeds.includes(feed) ?? false
    if (!delivered.has(feed)) {
      return had
        ? [
            measured(
              'feed_missing',
              feed,
              1,
              0,
              `the baseline had ${feed}, tonight has no file of it`,
            ),
          ]
        : []
    }
    return [...rowRails(night, feed, accepted[feed] ?? 0), ...ageRail(night, feed)]
  })
}

const isAnswer = (name: FeedName): boolean => {
  const feed: FeedDefinition = feedNamed(name)
  return feed.isAnswer ?? false
}

const rowRails = ({ baseline, pipeline }: Night, feed: FeedName, rows: number): Rail[] => {
  const { rows_down: down, rows_up: up } = pipeline.guard_rails
  const before = baseline?.accepted[feed] ?? 0
  if (before === 0) {
    const why = baseline ? `the baseline accepted no row of ${feed}` : 'no baseline'
    return [notMeasured('rows_down', feed, down, why), notMeasured('rows_up', feed, up, why)]
  }
  const change = (rows - before) / before
  const detail = `${rows} rows of ${feed} accepted, ${before} by the baseline`
  return [
    measured('rows_down', feed, Math.max(0, -change), down, detail),
    measured('rows_up', feed, Math.max(0, change), up, detail),
  ]
}

/** Days since the newest date in the names of the feed's deliveries; files are never asked. */
const ageRail = ({ asOf, manifest, pipeline }: Night, feed: FeedName): Rail[] => {
  const limit = pipeline.feeds[feed]?.max_age_days
  if (limit === undefined) return []
  const newest = manifest.inputs
    .filter((input) => input.feed === feed && input.use === 'read')
    .flatMap(({ uri }) => dateIn(uri) ?? [])
    .toSorted()
    .at(-1)
  if (newest === undefined) {
    return [notMeasured('max_age_days', feed, limit, `no date in the names of ${feed} deliveries`)]
  }
  const days = Math.max(0, (Date.parse(asOf) - Date.parse(newest)) / DAY)
  return [
    measured('max_age_days', feed, days, limit, `the newest ${feed} delivery is of ${newest}`),
  ]
}

/** The last day of the calendar that a path names, as 2026-06-30 or 20260630. */
const dateIn = (uri: string): string | undefined =>
  [...uri.matchAll(/(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)/g)]
    .map(([, year, month, day]) => `${year}-${month}-${day}`)
    .filter((text) => {
      const date = new Date(`${text}T00:00:00Z`)
      return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
    })
    .at(-1)
