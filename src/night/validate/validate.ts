import { InputRefused } from '../../base/errors.ts'
import { type FeedName, feeds } from '../../feeds/index.ts'
import { runKey } from '../../runs/run-id.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import {
  type FeedCounts,
  type FileCounts,
  assertCountsAddUp,
  countsByFeed,
  rejectedShare,
} from './row-counts.ts'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Lists the most frequent reasons of a feed's rejected rows, with their counts. */
const topReasons = async ({ engine }: Pick<Night, 'engine'>, feed: string): Promise<string> => {
  const reasons = await engine.all<{ reason: string; rows: number }>(
    `select reason, count(*) as rows from raw.rejected_row where feed = ?
     group by reason order by rows desc, reason limit 5`,
    [feed],
  )
  return reasons.map(({ reason, rows }) => `${reason} (${rows})`).join(', ')
}

const refuseTooManyRejects = async (night: Night, counts: FeedCounts): Promise<void> => {
  const { feed, read, rejected, filtered } = counts
  const limit = night.pipeline.feeds[feed as FeedName]?.max_rejected_share
  const share = rejectedShare(counts)
  if (limit === undefined || share <= limit) return
  throw new InputRefused(
    `${feed}: ${rejected} of ${read - filtered} rows were rejected ` +
      `(${percent(share)}, limit ${percent(limit)}): ${await topReasons(night, feed)}.`,
    `The rows and their reasons are in ${runKey(night.runId, `quarantine/${feed}.csv`)}. ` +
      `Have the files corrected and delivered again, correct the mapping of ${feed} in the pipeline file, ` +
      `or raise its max_rejected_share there.`,
  )
}

const refuseEmptyRequired = (counts: readonly FeedCounts[]): void => {
  for (const { name } of feeds.filter((feed) => feed.required)) {
    const found = counts.find(({ feed }) => feed === name)
    if (found && found.accepted > 0) continue
    throw new InputRefused(
      `${name}: expected at least one accepted row of this required feed, found ${found?.read ?? 0} rows, ` +
        `of which ${found?.rejected ?? 0} were rejected and ${found?.filtered ?? 0} filtered out.`,
      `Check whether the files of ${name} were truncated, and what its where filters out.`,
    )
  }
}

/**
 * Checks the input as a whole: every row has one outcome, no feed has too many rejected rows, and
 * every required feed has accepted rows. Throws `InputRefused`.
 */
export const validate = stage({
  name: 'validate',
  reads: ['raw'],
  writes: 'raw',
  run: async (night) => {
    const files = await night.engine.all<FileCounts & Record<string, string | number>>(
      `select feed, file, read, accepted, rejected, filtered, superseded
       from raw.file_fate order by feed, file_rank`,
    )
    assertCountsAddUp(files)
    const byFeed = countsByFeed(files)
    for (const counts of byFeed) await refuseTooManyRejects(night, counts)
    refuseEmptyRequired(byFeed)
  },
})
