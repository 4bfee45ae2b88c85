import type { Engine } from '../engine/engine.ts'
import { type Node, lineAt, tablesRead } from './ast.ts'
import { columnMismatch } from './columns.ts'
import { lateralAliases } from './lateral-aliases.ts'
import { type ModelProblem, messageOf } from './model-problem.ts'
import { parseQuery } from './parse-query.ts'
import { provesItsGrain } from './proven-grain.ts'
import { type Relation, declaredColumns } from './relation.ts'
import { breachesOf } from './subset.ts'
import { textBreachesOf } from './text-breaches.ts'

/**
 * Checks a model's query against its header and the shared SQL subset. Its inputs must exist in
 * `engine`; they may be empty.
 */
export const queryProblems = async (
  engine: Engine,
  relation: Relation,
  sql: string,
  all: readonly Relation[],
): Promise<ModelProblem[]> => {
  const parsed = await parseQuery(engine, relation.file, sql)
  if (!('query' in parsed)) return [parsed]
  const { query } = parsed
  const at = (offset: number | undefined): string =>
    offset === undefined ? relation.file : `${relation.file}:${lineAt(sql, offset)}`
  const located = [
    ...undeclaredInputs(query, relation),
    ...breachesOf(query, sql),
    ...textBreachesOf(sql),
    ...lateralAliases(query, declaredColumns(all)),
  ].map(({ offset, message }) => ({ where: at(offset), message }))
  const ofFile = [
    ...unreadInputs(query, relation),
    ...(/\nselect \* from final\s*$/.test(sql)
      ? []
      : ['expected the last line: select * from final']),
    ...(await unprovenView(engine, relation, all)),
    ...(await columnProblems(engine, relation, sql)),
  ].map((message) => ({ where: relation.file, message }))
  return [...located, ...ofFile]
}

const undeclaredInputs = (query: Node, { header }: Relation) =>
  tablesRead(query)
    .filter(({ name }) => !header.inputs.includes(name))
    .map(({ name, offset }) => ({
      offset,
      message: name.includes('.')
        ? `reads ${name}, which inputs does not list`
        : `reads ${name}, which is no CTE: write room.model`,
    }))

const unreadInputs = (query: Node, { header }: Relation): string[] => {
  const read = new Set(tablesRead(query).map(({ name }) => name))
  return header.inputs
    .filter((input) => !read.has(input))
    .map((input) => `inputs lists ${input}, which the query does not read`)
}

/** To audit the grain of a view would compute it whole, so its query must prove its grain. */
const unprovenView = async (
  engine: Engine,
  relation: Relation,
  all: readonly Relation[],
): Promise<string[]> =>
  !relation.header.view || (await provesItsGrain(engine, relation, all))
    ? []
    : ['is a view: expected a query that has its grain once by its construction']

const columnProblems = async (
  engine: Engine,
  relation: Relation,
  sql: string,
): Promise<string[]> => {
  try {
    const mismatch = columnMismatch(relation, await engine.describe(`(${sql}\n)`))
    return mismatch === undefined ? [] : [mismatch]
  } catch (error) {
    return [messageOf(error)]
  }
}
