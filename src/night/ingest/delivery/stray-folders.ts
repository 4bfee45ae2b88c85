import type { PipelineConfig } from '../../../config/pipeline.ts'
import { feedNames } from '../../../feeds/index.ts'
import type { Lake } from '../../../lake/lake.ts'
import { closestName } from '../../../base/suggest.ts'
import { isAside } from './deliveries.ts'
import { fixedPart } from './file-pattern.ts'

/**
 * A sentence for each folder of the inbox that has files and that neither a feed nor the pipeline
 * file names: a slip in a folder's name would else look like a feed that did not come.
 */
export const strayFolders = async (
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
    if (files.length === 0) continue
    const near = closestName(name, feedNames)
    const count = files.length === 1 ? 'its 1 file was' : `its ${files.length} files were`
    const hint = near === undefined ? '' : ` (did you mean inbox/${near}/?)`
    notes.push(`${folder} is no feed's folder: ${count} not read${hint}`)
  }
  return notes
}
