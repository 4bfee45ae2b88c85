import { InputRefused } from '../../base/errors.ts'
import type { OutcomeCounts } from '../../runs/manifest.ts'

/** A row of `raw.file_fate`: a file's rows by outcome. */
export interface FileCounts extends OutcomeCounts {
  readonly feed: string
  /** Relative to the lake. */
  readonly file: string
}

const sumOf = ({ accepted, rejected, filtered, superseded }: OutcomeCounts): number =>
  accepted + rejected + filtered + superseded

/**
 * Checks for every file that read = accepted + rejected + filtered + superseded. Each number comes
 * from its own query, so a row that was lost or counted twice shows here. Throws `InputRefused`.
 */
export const assertCountsAddUp = (files: readonly FileCounts[]): void => {
  const wrong = files.find((file) => sumOf(file) !== file.read)
  if (!wrong) return
  const { accepted, rejected, filtered, superseded } = wrong
  throw new InputRefused(
    `The rows of ${wrong.file} do not add up: read ${wrong.read}, but accepted ${accepted} + ` +
      `rejected ${rejected} + filtered ${filtered} + superseded ${superseded} = ${sumOf(wrong)}.`,
    'If the file was changed while it was read, run again. Otherwise this is a fault of empanel: report it with the manifest.',
  )
}

/** A feed's rows by outcome, over all its files. */
export interface FeedCounts extends OutcomeCounts {
  readonly feed: string
}

/** Adds up the files of each feed, in the order of the feeds' first files. */
export const countsByFeed = (all: readonly FileCounts[]): FeedCounts[] => {
  const feeds = [...new Set(all.map(({ feed }) => feed))]
  return feeds.map((feed) => {
    const files = all.filter((file) => file.feed === feed)
    const total = (outcome: keyof OutcomeCounts) =>
      files.reduce((sum, file) => sum + file[outcome], 0)
    return {
      feed,
      read: total('read'),
      accepted: total('accepted'),
      rejected: total('rejected'),
      filtered: total('filtered'),
      superseded: total('superseded'),
    }
  })
}

/** Returns the share of rejected rows among those that the mapping's `where` kept; 0 of no rows is 0. */
export const rejectedShare = ({ read, rejected, filtered }: OutcomeCounts): number =>
  rejected === 0 ? 0 : rejected / (read - filtered)
