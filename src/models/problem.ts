import { type Engine, SqlSyntaxError } from '../engine/engine.ts'
import { type Node, queriesOf } from './ast.ts'

/** Something that is wrong with a relation's file. */
export interface Problem {
  /** `sql/evidence/visit.sql`, with `:line` where it is known. */
  readonly where: string
  readonly message: string
}

/** The one query in `sql`, or what is wrong with it. */
export const parseOne = async (
  engine: Engine,
  where: string,
  sql: string,
): Promise<{ readonly query: Node } | Problem> => {
  try {
    const [query, ...more] = queriesOf(await engine.ast(sql))
    if (query && more.length === 0) return { query }
    return { where, message: `expected one SELECT, found ${query ? more.length + 1 : 0}` }
  } catch (error) {
    if (error instanceof SqlSyntaxError) return { where, message: error.message }
    throw error
  }
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
