import { feeds, type FeedName } from '../../feeds/index.ts'
import { InputRefused } from '../../base/errors.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import {
  assertFatesAddUp,
  fatesByFeed,
  type FeedFate,
  type FileFate,
  rejectedShare,
} from './check-fates.ts'
import { runKey } from '../../runs/run-id.ts'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** The most frequent reasons of a feed's rejected rows, with their counts. */
const topReasons = async ({ engine }: Pick<Night, 'engine'>, feed: string): Promise<string> => {
  const reasons = await engine.all<{ reason: string; rows: number }>(
    `select reason, count(*) as rows from raw.rejected_row where feed = ?
     group by reason order by rows desc, reason limit 5`,
    [feed],
  )
  return reasons.map(({ reason, rows }) => `${reason} (${rows})`).join(', ')
}

const refuseTooManyRejects = async (night: Night, fate: FeedFate): Promise<void> => {
  const limit = night.pipeline.feeds[fate.feed as FeedName]?.max_rejected_share
  const share = rejectedShare(fate)
  if (limit === undefined || share <= limit) return
  throw new InputRefused(
    `${fate.feed}: ${fate.rejected} of ${fate.read - fate.filtered} rows were rejected ` +
      `(${percent(share)}, at most ${percent(limit)} may be): ${await topReasons(night, fate.feed)}.`,
    `The rows and their reasons lie in ${runKey(night.runId, `quarantine/${fate.feed}.csv`)}. ` +
      `Have the files mended and delivered again, or correct the mapping of ${fate.feed} in the pipeline file; ` +
      `its max_rejected_share sets the limit.`,
  )
}

const refuseEmptyRequired = (fates: readonly FeedFate[]): void => {
  for (const { name } of feeds.filter((feed) => feed.required)) {
    const fate = fates.find(({ feed }) => feed === name)
    if (fate && fate.accepted > 0) continue
    throw new InputRefused(
      `${name}: expected at least one row, as no night can run without it; found ${fate?.read ?? 0} rows, ` +
        `of which ${fate?.rejected ?? 0} were rejected and ${fate?.filtered ?? 0} left out by where.`,
      `See whether the files of ${name} were cut short, and whether its where leaves anything over.`,
    )
  }
}

/**
 * Judges the input as a whole: every row has one fate, no feed has too many rejected rows, and the
 * feeds that a night needs have any. Throws `InputRefused`.
 */
export const validate = stage({
  name: 'validate',
  reads: ['raw'],
  writes: 'raw',
  run: async (night) => {
    const fates = await night.engine.all<FileFate & Record<string, string | number>>(
      `select feed, file, read, accepted, rejected, filtered, superseded
       from raw.file_fate order by feed, file_rank`,
    )
    assertFatesAddUp(fates)
    const byFeed = fatesByFeed(fates)
    for (const fate of byFeed) await refuseTooManyRejects(night, fate)
    refuseEmptyRequired(byFeed)
  },
})
