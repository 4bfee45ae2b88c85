import { parquetRows } from '../../engine/file-sql.ts'
import { type Column, identifier } from '../../engine/engine.ts'
import { baselineRelations } from '../../models/baseline.ts'
import { publicRelations } from '../../models/public.ts'
import { type Relation, columnsOf } from '../../models/relation.ts'
import type { Night } from '../night.ts'
import { createEmptyTable, tableOf } from '../../models/table.ts'
import { runKey } from '../../runs/run-id.ts'

/**
 * Creates the relations of the baseline run that tonight's models read, from its Parquet files. A
 * relation is empty where there is no baseline or the baseline did not have it yet; a column that it
 * did not have is null.
 */
export const loadBaselineRelations = async (
  night: Night,
  all: readonly Relation[],
): Promise<void> => {
  for (const relation of baselineRelations(all)) {
    await createEmptyTable(night.engine, relation)
    const file = await fileOf(night, relation, all)
    if (file === undefined) continue
    const source = parquetRows(file)
    const found = await night.engine.describe(`select * from ${source}`)
    const names = sharedColumns(relation, found).map(identifier).join(', ')
    await night.engine.run(
      `insert into ${tableOf(relation)} (${names}) select ${names} from ${source}`,
    )
  }
}

/** The baseline run's file of the relation that `mirror` mirrors. */
const fileOf = async (
  { baseline, lake }: Night,
  mirror: Relation,
  all: readonly Relation[],
): Promise<string | undefined> => {
  const source = publicRelations(all).find(({ model }) => model === mirror.model)
  if (!baseline || !source) return undefined
  const key = runKey(baseline.runId, `${source.room}/${source.model}.parquet`)
  const exists = (await lake.list(key)).some((object) => object.key === key)
  return exists ? lake.localPath(key) : undefined
}

const sharedColumns = (relation: Relation, found: readonly Column[]): string[] => {
  const names = new Set(found.map(({ name }) => name))
  return columnsOf(relation).flatMap(({ name }) => (names.has(name) ? [name] : []))
}
