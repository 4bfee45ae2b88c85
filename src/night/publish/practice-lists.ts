import type { Engine } from '../../engine/engine.ts'
import type { Night } from '../night.ts'
import { csvLine } from './csv-line.ts'
import { writeListIndex } from './list-index.ts'
import { linesByPractice } from './list-lines.ts'
import { listNames } from './list-name.ts'
import { renderLists } from './render-lists.ts'
import { copyUnchanged, listContents } from './unchanged-lists.ts'
import type { UploadQueue } from './upload-queue.ts'

/**
 * Writes `registry/<practice>.csv` for every practice of tonight's roster or of the registry, with
 * only the header where the list is empty, and `registry/index.csv`, which names the file of each
 * practice. Lists that did not change since the baseline are copied from it, the others rendered.
 */
export const writePracticeLists = async (night: Night, uploads: UploadQueue): Promise<void> => {
  const { engine, log, manifest } = night
  const names = listNames(await practiceIds(engine))
  const columns = await engine.describe('publication.registry')
  const query = linesByPractice(csvLine(columns))
  const lists = await listContents(engine, { names, columns, format: query })
  const copied = await copyUnchanged(night, uploads, lists)
  await writeListIndex(night, uploads, { names, copied })
  const header = columns.map(({ name }) => name).join(',')
  await renderLists(night, uploads, { names, header, query })
  const counts = { rendered: names.size - copied.size, copied: copied.size }
  const contents = Object.fromEntries(lists.map(({ name, content }) => [name, content]))
  manifest.lists = { ...counts, contents }
  log.info(counts, 'practice lists')
}

const practiceIds = async (engine: Engine): Promise<string[]> => {
  const rows = await engine.all<{ practice_id: string }>(
    'select practice_id from publication.practice_list order by practice_id',
  )
  return rows.map((row) => row.practice_id)
}
