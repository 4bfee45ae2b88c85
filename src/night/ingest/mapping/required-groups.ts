import { InputRefused } from '../../../base/errors.ts'
import type { Feed } from '../../../feeds/index.ts'
import type { OpenFile } from '../opening/opened.ts'

/**
 * Refuses a file that has none of the groups of columns if the contract requires one. `has`
 * returns whether the mapping fills a canonical column.
 */
export const refuseWithoutGroup = (
  feed: Feed,
  opened: ReadonlyMap<string, readonly OpenFile[]>,
  has: (column: string) => boolean,
): void => {
  for (const check of 'checks' in feed ? feed.checks : []) {
    if (check.check !== 'one_group' || check.groups.some((group) => group.every(has))) continue
    const groups = check.groups.map((group) => group.join(' with ')).join(', or ')
    const file = [...opened.values()][0]?.[0]?.file.key
    throw new InputRefused(
      `Expected the columns ${groups} in ${file} (required by ${feed.name}), found none of these complete.`,
      'Have them delivered, or map other columns in the pipeline file.',
    )
  }
}
