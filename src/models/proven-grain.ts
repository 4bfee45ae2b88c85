import type { Engine } from '../engine/engine.ts'
import { queriesOf } from './ast.ts'
import { declaredColumns, declaredKeys, type Relation } from './relation.ts'
import { unionIsUnique } from './union.ts'
import { isUniqueByConstruction } from './unique.ts'

/** Whether a relation's text alone proves that its query returns each combination of its grain once. */
export const provesItsGrain = async (
  engine: Engine,
  relation: Relation,
  all: readonly Relation[],
): Promise<boolean> => {
  if (relation.sql === undefined) return false
  if (relation.header.union) return unionIsUnique(engine, relation, all)
  const [query] = queriesOf(await engine.ast(relation.sql))
  return (
    query !== undefined &&
    isUniqueByConstruction(query, relation.header.grain, declaredColumns(all), declaredKeys(all))
  )
}
