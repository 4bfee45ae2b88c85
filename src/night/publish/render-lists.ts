import type { Night } from '../night.ts'
import { ListFile } from './list-file.ts'
import type { UploadQueue } from './upload-queue.ts'

interface Rendering {
  /** The name of each practice's list, without `.csv`, by practice id. */
  readonly names: ReadonlyMap<string, string>
  /** The first line of every list. */
  readonly header: string
  /** A query of `practice` and `line`, ordered by practice; a practice without lines has one null. */
  readonly query: string
}

/** Writes lists in one sorted pass, which holds one chunk of one list at a time. */
export const renderLists = async (
  night: Night,
  uploads: UploadQueue,
  { names, header, query }: Rendering,
): Promise<void> => {
  let list: ListFile | undefined
  let practice: string | undefined
  try {
    for await (const batch of night.engine.stream(query)) {
      const [practices = [], lines = []] = [batch.columns['practice'], batch.columns['line']]
      for (let row = 0; row < batch.rows; row++) {
        if (list === undefined || practices[row] !== practice) {
          await list?.finish(uploads)
          practice = String(practices[row])
          list = new ListFile(night.spool, names.get(practice) ?? '', header)
        }
        const line = lines[row]
        if (typeof line === 'string') await list.add(line)
      }
    }
    await list?.finish(uploads)
  } finally {
    await list?.close()
  }
}
