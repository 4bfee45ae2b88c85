import path from 'node:path'
import { copyParquet } from '../../engine/file-sql.ts'
import { inGrainOrder } from '../../models/in-grain-order.ts'
import type { Relation } from '../../models/relation.ts'
import type { Night } from '../night.ts'
import type { UploadQueue } from './upload-queue.ts'

/** Writes a relation as `<schema>/<relation>.parquet`, in the order of its grain. */
export const writeRelation = async (
  night: Night,
  uploads: UploadQueue,
  relation: Relation,
): Promise<void> => {
  const file = path.join(night.spool, `${relation.name}.parquet`)
  await copyParquet(night.engine, inGrainOrder(relation), file)
  await uploads.put(`${relation.room}/${relation.model}.parquet`, file)
}
