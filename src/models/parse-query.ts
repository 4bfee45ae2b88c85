import { type Engine, SqlSyntaxError } from '../engine/engine.ts'
import { type Node, queriesOf } from './ast.ts'
import type { ModelProblem } from './model-problem.ts'

/** Parses the one query in `sql`, or returns the problem with it. */
export const parseQuery = async (
  engine: Engine,
  where: string,
  sql: string,
): Promise<{ readonly query: Node } | ModelProblem> => {
  try {
    const [query, ...more] = queriesOf(await engine.ast(sql))
    if (query && more.length === 0) return { query }
    return { where, message: `expected one SELECT, found ${query ? more.length + 1 : 0}` }
  } catch (error) {
    if (error instanceof SqlSyntaxError) return { where, message: error.message }
    throw error
  }
}
