import path from 'node:path'
import { type Engine, literal } from '../../engine/engine.ts'
import { inGrainOrder } from '../../models/in-grain-order.ts'
import type { Relation } from '../../models/relation.ts'
import type { Night } from '../night.ts'
import type { Outbox } from './outbox.ts'

/** Writes a relation as `<schema>/<relation>.parquet`. */
export const writeRelation = async (
  night: Night,
  outbox: Outbox,
  relation: Relation,
): Promise<void> => {
  const file = path.join(night.spool, `${relation.name}.parquet`)
  await copyParquet(night.engine, relation, file)
  await outbox.put(`${relation.room}/${relation.model}.parquet`, file)
}

/**
 * Rows go in the order of their grain and row groups have a fixed size, so that the same rows give
 * the same bytes with any number of threads.
 */
const copyParquet = async (engine: Engine, relation: Relation, file: string): Promise<void> =>
  engine.run(
    `copy (${inGrainOrder(relation)}) to ${literal(file)}
     (format parquet, compression zstd, row_group_size 122880)`,
  )
