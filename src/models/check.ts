import type { Engine } from '../engine/engine.ts'
import { EmpanelError } from '../base/errors.ts'
import { baselineNames, mirrorOf } from './baseline.ts'
import { auditProblems } from './check-audits.ts'
import { inputProblems } from './check-inputs.ts'
import { queryProblems } from './check-query.ts'
import { readRelation, relationFiles, sqlFolder } from './find.ts'
import type { ModelProblem } from './model-problem.ts'
import { inOrder } from './order.ts'
import type { Relation } from './relation.ts'
import { createEmptyTable } from './table.ts'
import { withUnions } from './union.ts'

/**
 * Checks every relation's file without data: each model must be one SELECT in the shared SQL subset,
 * read the inputs that its header lists, only from its own room or rooms to the left, and return the
 * columns that its header declares. `raw` are the relations of ingest. Creates every relation,
 * empty, in `engine`.
 */
export const checkModels = async (
  engine: Engine,
  raw: readonly Relation[],
  folder: string = sqlFolder,
): Promise<ModelProblem[]> => {
  const problems: ModelProblem[] = []
  const collecting = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof EmpanelError)) throw error
      problems.push(problemOf(error))
      return otherwise
    }
  }
  const files = relationFiles(folder).flatMap((path) =>
    collecting(() => [readRelation(folder, path)], []),
  )
  const found = collecting(() => withUnions(files), files)
  const mirrors = baselineNames(found).flatMap((name) =>
    collecting(() => [mirrorOf(name, found)], []),
  )
  const all = [...raw, ...mirrors, ...found]
  for (const relation of collecting(() => inOrder(all), all)) {
    problems.push(...inputProblems(relation, all))
    if (relation.sql !== undefined) {
      problems.push(...(await queryProblems(engine, relation, relation.sql, all)))
    }
    await createEmptyTable(engine, relation)
    problems.push(...(await auditProblems(engine, relation, all)))
  }
  return problems
}

/** Splits the file off an error's message, which begins with it. */
const problemOf = ({ message: whole, hint }: EmpanelError): ModelProblem => {
  const [, where = 'sql', message = whole] = /^(sql\/\S+?):? (.*)$/s.exec(whole) ?? []
  return { where, message: hint === undefined ? message : `${message} ${hint}` }
}
