import type { Engine } from '../engine/engine.ts'
import { tablesRead } from './ast.ts'
import { type Problem, messageOf, parseOne } from './problem.ts'
import type { Relation } from './relation.ts'
import { mayRead } from './rooms.ts'
import { breachesOf } from './subset.ts'

/** Holds a relation's audits against the shared SQL. It and what it may read are there, empty. */
export const auditProblems = async (
  engine: Engine,
  relation: Relation,
  all: readonly Relation[],
): Promise<Problem[]> => {
  const problems: Problem[] = []
  for (const [name, sql] of Object.entries(relation.header.audits)) {
    const where = `${relation.file}, audit ${name}`
    const parsed = await parseOne(engine, where, sql)
    if (!('query' in parsed)) {
      problems.push(parsed)
      continue
    }
    const mayBeRead = (table: string): boolean =>
      table === relation.name ||
      relation.header.inputs.includes(table) ||
      all.some(
        ({ name, room }) =>
          name === table && room !== relation.room && mayRead(relation.room, room),
      )
    for (const read of tablesRead(parsed.query)) {
      if (mayBeRead(read.name)) continue
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
