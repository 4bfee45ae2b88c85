import type { Engine } from '../engine/engine.ts'
import { tablesRead } from './ast.ts'
import { type ModelProblem, messageOf } from './model-problem.ts'
import { parseQuery } from './parse-query.ts'
import type { Relation } from './relation.ts'
import { mayRead } from './rooms.ts'
import { breachesOf } from './subset.ts'

/**
 * Checks a relation's audits against the shared SQL subset. The relation, and every relation that its
 * audits may read, must exist in `engine`; they may be empty.
 */
export const auditProblems = async (
  engine: Engine,
  relation: Relation,
  all: readonly Relation[],
): Promise<ModelProblem[]> => {
  const problems: ModelProblem[] = []
  for (const [name, sql] of Object.entries(relation.header.audits)) {
    const where = `${relation.file}, audit ${name}`
    const parsed = await parseQuery(engine, where, sql)
    if (!('query' in parsed)) {
      problems.push(parsed)
      continue
    }
    for (const read of tablesRead(parsed.query)) {
      if (auditMayRead(relation, read.name, all)) continue
      problems.push({ where, message: `reads ${read.name}, which may not be built yet` })
    }
    for (const { message } of breachesOf(parsed.query, sql)) problems.push({ where, message })
    try {
      await engine.describe(`(${sql}\n)`)
    } catch (error) {
      problems.push({ where, message: messageOf(error) })
    }
  }
  return problems
}

/** An audit may read its own relation, its inputs, and every relation of the rooms before its own. */
const auditMayRead = (relation: Relation, table: string, all: readonly Relation[]): boolean =>
  table === relation.name ||
  relation.header.inputs.includes(table) ||
  all.some(
    ({ name, room }) => name === table && room !== relation.room && mayRead(relation.room, room),
  )
