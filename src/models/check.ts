import { type Engine, SqlSyntaxError } from '../engine/engine.ts'
import { EmpanelError } from '../pipeline/errors.ts'
import { meant } from '../pipeline/meant.ts'
import { type Node, lineAt, queriesOf, tablesRead } from './ast.ts'
import { baselineRelations } from './baseline.ts'
import { columnsDiffer } from './columns.ts'
import { emptyRelation } from './empty.ts'
import { readRelation, relationFiles, sqlFolder } from './find.ts'
import { inOrder } from './order.ts'
import type { Relation } from './relation.ts'
import { type Room, isRoom, mayRead } from './rooms.ts'
import { breachesOf } from './subset.ts'
import { hiddenBreachesOf } from './hidden-breaches.ts'

/** Something that is wrong with a relation's file. */
export interface Problem {
  /** `sql/evidence/visit.sql`, with `:line` where it is known. */
  readonly where: string
  readonly message: string
}

/**
 * Holds every relation's file against the truth, without data: each is one SELECT in the shared SQL,
 * reads what its header says, from its own room or those to the left, and gives the columns that its
 * header says. `raw` are the relations of ingest. Creates all relations empty in `engine`.
 */
export const checkModels = async (
  engine: Engine,
  raw: readonly Relation[],
  folder: string = sqlFolder,
): Promise<Problem[]> => {
  const problems: Problem[] = []
  const note = (error: unknown): void => {
    if (!(error instanceof EmpanelError)) throw error
    const [, where = 'sql', message = error.message] =
      /^(sql\/\S+?):? (.*)$/s.exec(error.message) ?? []
    problems.push({
      where,
      message: error.hint === undefined ? message : `${message} ${error.hint}`,
    })
  }
  const tryTo = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch (error) {
      note(error)
      return otherwise
    }
  }
  const found = relationFiles(folder).flatMap((path) =>
    tryTo(() => [readRelation(folder, path)], []),
  )
  const mirrors = tryTo(() => baselineRelations(found), [])
  const all = [...raw, ...mirrors, ...found]
  for (const relation of tryTo(() => inOrder(all), all)) {
    problems.push(...inputProblems(relation, all))
    if (relation.sql !== undefined) {
      problems.push(...(await queryProblems(engine, relation, relation.sql)))
    }
    await emptyRelation(engine, relation)
    problems.push(...(await auditProblems(engine, relation, all)))
  }
  return problems
}

const inputProblems = (relation: Relation, all: readonly Relation[]): Problem[] => {
  const known = all.map(({ name }) => name)
  return relation.header.inputs.flatMap((input) => {
    if (!known.includes(input)) {
      const hint = meant(input, known) ?? ''
      return [{ where: relation.file, message: `inputs names ${input}, which is nowhere. ${hint}` }]
    }
    return standsRight(relation.room, input)
      ? [
          {
            where: relation.file,
            message: `reads ${input}, which is built later: rooms read leftwards`,
          },
        ]
      : []
  })
}

const standsRight = (room: Room, input: string): boolean => {
  const other = input.split('.')[0] ?? ''
  return isRoom(other) && !mayRead(room, other)
}

const queryProblems = async (
  engine: Engine,
  relation: Relation,
  sql: string,
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
    ...[...breachesOf(parsed.query, sql), ...hiddenBreachesOf(sql)].map(({ offset, message }) => ({
      where: at(offset),
      message,
    })),
  ]
  if (!/\nselect \* from final\s*$/.test(sql)) {
    problems.push({ where: relation.file, message: 'expected the last line: select * from final' })
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

const auditProblems = async (
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

const parseOne = async (
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

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
