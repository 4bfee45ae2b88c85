import type { Engine, Value } from '../engine/engine.ts'
import { emptyRelation } from './empty.ts'
import { type Relation, columnsOf } from './relation.ts'

/** Creates the table of a relation and puts the rows in, in their order; what a row lacks is null. */
export const fill = async (
  engine: Engine,
  relation: Relation,
  rows: readonly Readonly<Record<string, Value>>[],
): Promise<void> => {
  await emptyRelation(engine, relation)
  const appender = await engine.appender(relation.room, relation.model)
  if (rows.length > 0) {
    appender.append(columnsOf(relation).map(({ name }) => rows.map((row) => row[name] ?? null)))
  }
  appender.close()
}
