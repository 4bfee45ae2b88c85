import { didYouMean } from '../base/suggest.ts'
import type { ModelProblem } from './model-problem.ts'
import type { Relation } from './relation.ts'
import { type Room, isRoom, mayRead } from './rooms.ts'

/** Checks that a relation's inputs exist and that its room may read them. */
export const inputProblems = (relation: Relation, all: readonly Relation[]): ModelProblem[] =>
  relation.header.inputs.flatMap((input) => {
    const message = problemWith(input, relation, all)
    return message === undefined ? [] : [{ where: relation.file, message }]
  })

const problemWith = (
  input: string,
  relation: Relation,
  all: readonly Relation[],
): string | undefined => {
  const names = all.map(({ name }) => name)
  if (!names.includes(input)) {
    return `inputs lists ${input}, which does not exist. ${didYouMean(input, names) ?? ''}`
  }
  const view = all.find(({ name, header }) => name === input && header.view)
  if (view && view.room !== relation.room) {
    return `reads ${input}, a view: only its own room may read it, because its inputs may be dropped after that`
  }
  return isBuiltLater(relation.room, input)
    ? `reads ${input}, which is built later: rooms read leftwards`
    : undefined
}

const isBuiltLater = (room: Room, input: string): boolean => {
  const other = input.split('.')[0] ?? ''
  return isRoom(other) && !mayRead(room, other)
}
