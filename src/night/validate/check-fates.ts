import type { OutcomeCounts } from '../../runs/manifest.ts'
import { InputRefused } from '../../base/errors.ts'

/** A row of `raw.file_fate`. */
export interface FileFate extends OutcomeCounts {
  readonly feed: string
  /** Relative to the lake. */
  readonly file: string
}

const sumOf = ({ accepted, rejected, filtered, superseded }: OutcomeCounts): number =>
  accepted + rejected + filtered + superseded

/**
 * Holds every file to read = accepted + rejected + filtered + superseded. Each was counted by its own
 * query, so a row that got lost or counted twice shows here. Throws `InputRefused`.
 */
export const assertFatesAddUp = (fates: readonly FileFate[]): void => {
  const wrong = fates.find((fate) => sumOf(fate) !== fate.read)
  if (!wrong) return
  const { accepted, rejected, filtered, superseded } = wrong
  throw new InputRefused(
    `The rows of ${wrong.file} do not add up: read ${wrong.read}, but accepted ${accepted} + ` +
      `rejected ${rejected} + filtered ${filtered} + superseded ${superseded} = ${sumOf(wrong)}.`,
    'Nothing is wrong with the file that you could mend: report this with the manifest. A file that was changed while it was read can cause it too; then run again.',
  )
}

/** A feed's rows over all its files. */
export interface FeedFate extends OutcomeCounts {
  readonly feed: string
}

/** Adds the files of each feed, feeds in the order of their first file. */
export const fatesByFeed = (fates: readonly FileFate[]): FeedFate[] => {
  const feeds = [...new Set(fates.map(({ feed }) => feed))]
  return feeds.map((feed) => {
    const files = fates.filter((fate) => fate.feed === feed)
    const total = (kind: keyof OutcomeCounts) => files.reduce((sum, file) => sum + file[kind], 0)
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

/** Of the rows that the mapping means to have, the share that was rejected; 0 of none is 0. */
export const rejectedShare = ({ read, rejected, filtered }: OutcomeCounts): number =>
  rejected === 0 ? 0 : rejected / (read - filtered)
