import type { Engine } from '../engine/engine.ts'
import { EmpanelError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import { baselineNames, mirrorOf } from './baseline.ts'
import { auditProblems } from './check-audits.ts'
import { queryProblems } from './check-query.ts'
import { emptyRelation } from './empty.ts'
import { readRelation, relationFiles, sqlFolder } from './find.ts'
import { inOrder } from './order.ts'
import type { Problem } from './problem.ts'
import type { Relation } from './relation.ts'
import { type Room, isRoom, mayRead } from './rooms.ts'
import { withUnions } from './union.ts'

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
  const files = relationFiles(folder).flatMap((path) =>
    tryTo(() => [readRelation(folder, path)], []),
  )
  const found = tryTo(() => withUnions(files), files)
  const mirrors = baselineNames(found).flatMap((name) => tryTo(() => [mirrorOf(name, found)], []))
  const all = [...raw, ...mirrors, ...found]
  for (const relation of tryTo(() => inOrder(all), all)) {
    problems.push(...inputProblems(relation, all))
    if (relation.sql !== undefined) {
      problems.push(...(await queryProblems(engine, relation, relation.sql, all)))
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
      const hint = didYouMean(input, known) ?? ''
      return [{ where: relation.file, message: `inputs names ${input}, which is nowhere. ${hint}` }]
    }
    const view = all.find(({ name, header }) => name === input && header.view)
    if (view && view.room !== relation.room) {
      const message = `reads ${input}, a view: it ends with its room, as what it reads may`
      return [{ where: relation.file, message }]
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
