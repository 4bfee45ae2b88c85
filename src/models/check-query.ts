import type { Engine } from '../engine/engine.ts'
import { lineAt, tablesRead } from './ast.ts'
import { columnsDiffer } from './columns.ts'
import { earlyNamesOf } from './early-names.ts'
import { hiddenBreachesOf } from './hidden-breaches.ts'
import { type Problem, messageOf, parseOne } from './problem.ts'
import { provesItsGrain } from './proof.ts'
import { knownColumns, type Relation } from './relation.ts'
import { breachesOf } from './subset.ts'

/** Holds a model's query against its header and the shared SQL. Its inputs are there, empty. */
export const queryProblems = async (
  engine: Engine,
  relation: Relation,
  sql: string,
  all: readonly Relation[],
): Promise<Problem[]> => {
  const parsed = await parseOne(engine, relation.file, sql)
  if (!('query' in parsed)) return [parsed]
  const at = (offset: number | undefined): string =>
    offset === undefined ? relation.file : `${relation.file}:${lineAt(sql, offset)}`
  const read = tablesRead(parsed.query)
  const declared = relation.header.inputs
  const undeclared = read.filter(({ name }) => !declared.includes(name))
  const unread = declared.filter((input) => !read.some(({ name }) => name === input))
  const problems = [
    ...undeclared.map(({ name, offset }) => ({
      where: at(offset),
      message: name.includes('.')
        ? `reads ${name}, which inputs does not name`
        : `reads ${name}, which is no CTE: write room.model`,
    })),
    ...unread.map((input) => ({
      where: relation.file,
      message: `inputs names ${input}, which the query does not read`,
    })),
    ...[
      ...breachesOf(parsed.query, sql),
      ...hiddenBreachesOf(sql),
      ...earlyNamesOf(parsed.query, knownColumns(all)),
    ].map(({ offset, message }) => ({ where: at(offset), message })),
  ]
  if (!/\nselect \* from final\s*$/.test(sql)) {
    problems.push({ where: relation.file, message: 'expected the last line: select * from final' })
  }
  if (relation.header.view && !(await provesItsGrain(engine, relation, all))) {
    const message = 'is a view: expected a query that has its grain once by its construction'
    problems.push({ where: relation.file, message })
  }
  const differ = await whatDiffers(engine, relation, sql)
  if (differ !== undefined) problems.push({ where: relation.file, message: differ })
  return problems
}

const whatDiffers = async (
  engine: Engine,
  relation: Relation,
  sql: string,
): Promise<string | undefined> => {
  try {
    return columnsDiffer(relation, await engine.describe(`(${sql}\n)`))
  } catch (error) {
    return messageOf(error)
  }
}
