import { type Column, identifier, literal } from '../../engine/engine.ts'
import { baselineRelations } from '../../models/baseline.ts'
import { emptyRelation, tableOf } from '../../models/empty.ts'
import { publicRelations } from '../../models/public.ts'
import { type Relation, columnsOf } from '../../models/relation.ts'
import type { Night } from '../night.ts'
import { runKey } from '../../runs/output.ts'

/**
 * Makes the relations of the baseline run that tonight's models read: from its Parquet files, or
 * empty where there is no baseline or it did not have the relation yet. A column that it did not
 * have is null.
 */
export const recallBaseline = async (night: Night, all: readonly Relation[]): Promise<void> => {
  for (const relation of baselineRelations(all)) {
    await emptyRelation(night.engine, relation)
    const file = await fileOf(night, relation, all)
    if (file === undefined) continue
    const source = `read_parquet(${literal(file)})`
    const found = await night.engine.describe(`select * from ${source}`)
    const names = sharedColumns(relation, found).map(identifier).join(', ')
    await night.engine.run(
      `insert into ${tableOf(relation)} (${names}) select ${names} from ${source}`,
    )
  }
}

/** The file of the relation that `mirror` is named after, in the baseline run. */
const fileOf = async (
  { baseline, lake }: Night,
  mirror: Relation,
  all: readonly Relation[],
): Promise<string | undefined> => {
  const source = publicRelations(all).find(({ model }) => model === mirror.model)
  if (!baseline || !source) return undefined
  const key = runKey(baseline.runId, `${source.room}/${source.model}.parquet`)
  const there = (await lake.list(key)).some((object) => object.key === key)
  return there ? lake.localPath(key) : undefined
}

const sharedColumns = (relation: Relation, found: readonly Column[]): string[] => {
  const names = new Set(found.map(({ name }) => name))
  return columnsOf(relation).flatMap(({ name }) => (names.has(name) ? [name] : []))
}
