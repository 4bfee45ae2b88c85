import { type Node, child, names, nodesOf, text, walk } from './ast.ts'

/** The tables of a FROM clause: the first, and those joined to it, one after the other. */
export interface Sources {
  readonly first: Node
  readonly joined: readonly { readonly source: Node; readonly on: Node | undefined }[]
}

/** Lists the sources of a FROM clause; undefined where a join isn't INNER or LEFT, or not of tables. */
export const sourcesOf = (from: Node | undefined): Sources | undefined => {
  if (isTable(from)) return { first: from, joined: [] }
  if (from?.['type'] !== 'JOIN' || names(from, 'using_columns').length > 0) return undefined
  if (!['INNER', 'LEFT'].includes(text(from, 'join_type'))) return undefined
  const [left, right] = [sourcesOf(child(from, 'left')), child(from, 'right')]
  if (!left || !isTable(right)) return undefined
  const on = child(from, 'condition')
  return { first: left.first, joined: [...left.joined, { source: right, on }] }
}

/** A table with its own column names: `b (k, v)` renames them. */
const isTable = (from: Node | undefined): from is Node =>
  from?.['type'] === 'BASE_TABLE' && names(from, 'column_name_alias').length === 0

/** The name by which a query refers to a source. */
export const nameOf = (source: Node): string =>
  (text(source, 'alias') || text(source, 'table_name')).toLowerCase()

/**
 * The columns of `source` that a join's condition equates with an expression outside of it. Assumes
 * that both sides have one type: a cast may find several keys equal.
 */
export const equatedBy = (on: Node | undefined, source: string): string[] =>
  conjuncts(on).flatMap((condition) => {
    const sides = equalSides(condition)
    return sides.flatMap((side, index) => {
      const [owner, column, ...more] = names(side, 'column_names')
      const other = sides[1 - index]
      const isOwn = side['type'] === 'COLUMN_REF' && more.length === 0 && refersTo(owner, source)
      return isOwn && column !== undefined && other && isOutside(other, source) ? [column] : []
    })
  })

const refersTo = (name: string | undefined, source: string): boolean =>
  name?.toLowerCase() === source

/** The columns of a source that filters equate with a constant. */
export const fixedBy = (filters: readonly Node[], source: Node): string[] =>
  filters.flatMap((filter) => {
    const [left, right] = equalSides(filter)
    if (left?.['type'] !== 'COLUMN_REF' || right?.['type'] !== 'VALUE_CONSTANT') return []
    const path = names(left, 'column_names')
    return path.length === 1 || refersTo(path[0], nameOf(source)) ? path.slice(-1) : []
  })

/** The parts of a condition that must all hold. */
export const conjuncts = (filter: Node | undefined): Node[] => {
  if (!filter) return []
  return filter['type'] === 'CONJUNCTION_AND' ? nodesOf(filter['children']) : [filter]
}

const equalSides = (condition: Node): Node[] =>
  condition['type'] === 'COMPARE_EQUAL' ? nodesOf([condition['left'], condition['right']]) : []

/** Whether all columns of an expression are `table.column` of other sources. */
const isOutside = (expression: Node, source: string): boolean => {
  let outside = true
  walk(expression, (node) => {
    if (node['type'] !== 'COLUMN_REF') return
    const path = names(node, 'column_names')
    outside &&= path.length === 2 && !refersTo(path[0], source)
  })
  return outside
}
