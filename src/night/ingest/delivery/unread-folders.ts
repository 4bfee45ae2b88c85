import type { PipelineConfig } from '../../../config/pipeline.ts'
import { feedNames } from '../../../feeds/index.ts'
import type { Lake } from '../../../lake/lake.ts'
import { closestName } from '../../../base/suggest.ts'
import { isAside } from './deliveries.ts'
import { fixedPart } from './file-pattern.ts'

/**
 * Returns a note for each folder of the inbox that has files but belongs to no feed and is not named
 * in the pipeline file. Otherwise a misspelled folder would look like a feed without a delivery.
 */
export const unreadFolders = async (
  lake: Pick<Lake, 'folders' | 'list'>,
  { feeds }: Pick<PipelineConfig, 'feeds'>,
): Promise<string[]> => {
  const patterns = Object.values(feeds).flatMap(({ files, sources }) => [
    ...files,
    ...Object.values(sources ?? {}),
  ])
  const fixed = patterns.map(fixedPart)
  const notes: string[] = []
  for (const name of await lake.folders('inbox/')) {
    const folder = `inbox/${name}/`
    const isNamed = fixed.some((part) => part.startsWith(folder) || folder.startsWith(part))
    if (isNamed || (feedNames as readonly string[]).includes(name)) continue
    const files = (await lake.list(folder)).filter(({ key }) => !isAside(key))
    if (files.length > 0) notes.push(note(name, files.length))
  }
  return notes
}

const note = (name: string, files: number): string => {
  const unread = files === 1 ? 'its 1 file was' : `its ${files} files were`
  const near = closestName(name, feedNames)
  const hint = near === undefined ? '' : ` (did you mean inbox/${near}/?)`
  return `inbox/${name}/ belongs to no feed: ${unread} not read${hint}`
}
