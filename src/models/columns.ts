import type { Column } from '../engine/engine.ts'
import { columnsOf, type Relation } from './relation.ts'

/** The first column in which the engine's result differs from the header; undefined where none does. */
export const columnMismatch = (
  relation: Relation,
  found: readonly Column[],
): string | undefined => {
  const declared = columnsOf(relation)
  const length = Math.max(declared.length, found.length)
  for (let i = 0; i < length; i++) {
    const expected = declared[i]
    const actual = found[i]
    if (expected?.name === actual?.name && expected?.type === actual?.type) continue
    return `column ${i + 1}: expected ${spelled(expected)} as in the header, found ${spelled(actual)}`
  }
  return undefined
}

const spelled = (column: Column | undefined): string =>
  column ? `${column.name} ${column.type}` : 'none'
