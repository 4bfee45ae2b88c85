import path from 'node:path'
import { copyCsv } from '../../engine/csv.ts'
import type { Night } from '../night.ts'
import type { UploadQueue } from './upload-queue.ts'

interface ListFiles {
  /** The name of each practice's list, without `.csv`, by practice id. */
  readonly names: ReadonlyMap<string, string>
  /** The practices whose lists were copied from the baseline. */
  readonly copied: ReadonlySet<string>
}

/** Creates publication.list_file, and writes `registry/index.csv` from it. */
export const writeListIndex = async (
  night: Night,
  uploads: UploadQueue,
  { names, copied }: ListFiles,
): Promise<void> => {
  const { engine, spool } = night
  await engine.run(
    'create table publication.list_file (practice_id VARCHAR, file VARCHAR, is_copied BOOLEAN)',
  )
  const ids = [...names.keys()]
  const appender = await engine.appender('publication', 'list_file')
  appender.append([ids, ids.map((id) => `${names.get(id)}.csv`), ids.map((id) => copied.has(id))])
  appender.close()
  const file = path.join(spool, 'registry-index.csv')
  await copyCsv(
    engine,
    `select practice_id, practice_name, file, members as rows, attributed,
       assigned_elsewhere_attributed, gone as "left", attributed_by_dispute
     from publication.practice_list
     inner join publication.list_file using (practice_id)
     order by practice_id`,
    file,
  )
  await uploads.put('registry/index.csv', file)
}
