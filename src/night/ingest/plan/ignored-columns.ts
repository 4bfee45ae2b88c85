import type { FeedConfig } from '../../../config/pipeline.ts'
import { columnRules } from '../../../feeds/column-rule.ts'
import type { Feed } from '../../../feeds/index.ts'
import { listed, looseName } from '../../../formats/column-name.ts'
import { quotableNames } from '../../../formats/file-format.ts'
import type { Night } from '../../night.ts'
import type { PlannedFile } from './feed-plan.ts'

/** Notes, once for each feed, the columns that its files have and its mapping does not read. */
export const noteIgnoredColumns = (
  night: Night,
  feed: Feed,
  config: FeedConfig,
  files: readonly PlannedFile[],
): void => {
  const ignored = [...new Set(files.flatMap((file) => ignoredColumns(file, config)))].toSorted()
  if (ignored.length === 0) return
  const unmapped = columnRules(feed)
    .map(({ name }) => name)
    .filter((name) => config.columns && !(name in config.columns) && ignored.includes(name))
  const hint =
    unmapped.length === 0
      ? ''
      : `; the feed has columns named ${unmapped.join(', ')}, but the mapping does not name them`
  night.manifest.notes.push(`${feed.name}: ignored columns: ${listed(ignored, 40)}${hint}`)
  night.log.warn({ feed: feed.name, columns: ignored }, 'ignored columns')
}

const ignoredColumns = ({ opened, mapping }: PlannedFile, { sources }: FeedConfig): string[] =>
  [...opened].flatMap(([alias, files]) => {
    const read = mapping.reads.filter((column) => column.alias === alias)
    const readNames = new Set(read.map(({ name }) => looseName(name)))
    return files
      .flatMap(quotableNames)
      .filter((name) => name !== '' && !readNames.has(looseName(name)))
      .map((name) => (sources ? `${alias}.${name}` : name))
  })
