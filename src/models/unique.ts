import { type Node, child, ctesOf, names, nodesOf, renamedCtesOf, text } from './ast.ts'
import {
  type ColumnLookup,
  type KeyLookup,
  mayYield,
  outputName,
  type Scope,
  without,
} from './scope.ts'
import { conjuncts, equatedBy, fixedBy, nameOf, type Sources, sourcesOf } from './sources.ts'

/**
 * Whether a query returns each combination of `grain` at most once by its construction: its last step
 * is a GROUP BY whose columns are all in the grain, or keeps `row_number() over (partition by <grain>)
 * = 1`, or takes its grain from sources each of which has its part of the grain, together with the
 * columns of its join's condition, once. Later column selections and filters preserve this. `false`
 * only means that the data must be queried.
 */
export const isUniqueByConstruction = (
  query: Node,
  grain: readonly string[],
  columnsOf: ColumnLookup,
  keysOf: KeyLookup,
): boolean => {
  if (grain.length === 0) return false
  const scope = { ctes: ctesOf(query), columnsOf, keysOf }
  return provesUnique(query, grain, renamedCtesOf(query).reduce(without, scope))
}

const provesUnique = (query: Node, grain: readonly string[], scope: Scope): boolean => {
  if (query['type'] !== 'SELECT_NODE') return false
  if (nodesOf(query['group_expressions']).length > 0) return groupsBy(query, grain, scope)
  const from = sourcesOf(child(query, 'from_table'))
  if (!from) return false
  const passed = (source: Node): string[] =>
    grain.flatMap((column) => passedThrough(expressionOf(query, column, scope), source, from))
  const below = passed(from.first)
  const filters = conjuncts(child(query, 'where_clause'))
  const source = from.joined.length === 0 ? cteOf(from.first, scope) : undefined
  if (source && below.length === grain.length) {
    if (filters.some((filter) => keepsFirst(filter, source, below, scope))) return true
  }
  return (
    isUniqueIn(from.first, [...below, ...fixedBy(filters, from.first)], scope) &&
    from.joined.every(({ source: joined, on }) =>
      isUniqueIn(joined, [...equatedBy(on, nameOf(joined)), ...passed(joined)], scope),
    )
  )
}

/** Whether a table or CTE has each combination of these columns at most once. */
const isUniqueIn = (source: Node, columns: readonly string[], scope: Scope): boolean => {
  const cte = cteOf(source, scope)
  if (cte) return provesUnique(cte, columns, without(scope, text(source, 'table_name')))
  return scope
    .keysOf(`${text(source, 'schema_name')}.${text(source, 'table_name')}`)
    .some((key) => key.every((column) => columns.includes(column)))
}

/** The CTE that a source refers to; undefined also for one with CTEs of its own, which may hide these. */
const cteOf = (source: Node, { ctes }: Scope): Node | undefined => {
  const cte = text(source, 'schema_name') === '' ? ctes.get(text(source, 'table_name')) : undefined
  return cte && ctesOf(cte).size === 0 ? cte : undefined
}

/** Whether every expression of the GROUP BY is one of the grain's columns. */
const groupsBy = (query: Node, grain: readonly string[], scope: Scope): boolean => {
  const sets = query['group_sets']
  if (Array.isArray(sets) && sets.length > 1) return false
  return allInGrain(nodesOf(query['group_expressions']), query, grain, scope)
}

/** Whether `filter` is `rank = 1` on a row_number that `source` partitions only by the grain. */
const keepsFirst = (
  filter: Node,
  source: Node,
  grain: readonly string[],
  scope: Scope,
): boolean => {
  if (filter['type'] !== 'COMPARE_EQUAL') return false
  const rank = child(filter, 'left')
  const one = child(child(filter, 'right'), 'value')
  if (rank?.['type'] !== 'COLUMN_REF' || one?.['value'] !== 1) return false
  const window = expressionOf(source, names(rank, 'column_names').at(-1) ?? '', scope)
  if (window?.['type'] !== 'WINDOW_ROW_NUMBER') return false
  return allInGrain(nodesOf(window['partitions']), source, grain, scope)
}

const allInGrain = (
  expressions: readonly Node[],
  query: Node,
  grain: readonly string[],
  scope: Scope,
): boolean => {
  const columns = grain.map((column) => canonical(expressionOf(query, column, scope), query))
  return expressions.every((expression) => columns.includes(canonical(expression, query)))
}

/** A source's name for an output column, if its expression passes a column of the source through. */
const passedThrough = (
  expression: Node | undefined,
  source: Node,
  { joined }: Sources,
): string[] => {
  if (expression?.['type'] !== 'COLUMN_REF') return []
  const path = names(expression, 'column_names')
  return joined.length === 0 || (path.length === 2 && path[0]?.toLowerCase() === nameOf(source))
    ? path.slice(-1)
    : []
}

/**
 * The expression that a query computes for an output column, or undefined where that is uncertain; a
 * star counts as a reference to that name.
 */
const expressionOf = (query: Node, column: string, scope: Scope): Node | undefined => {
  const items = nodesOf(query['select_list'])
  const stars = items.filter((item) => item['type'] === 'STAR')
  const named = items.filter((item) => outputName(item) === column)
  const fromStar = stars.length > 0 && mayYield(child(query, 'from_table'), column, scope)
  if (named.length + (fromStar ? stars.length : 0) !== 1) return undefined
  if (named[0]) return named[0]
  const qualifier = text(stars[0], 'relation_name')
  return { type: 'COLUMN_REF', column_names: qualifier === '' ? [column] : [qualifier, column] }
}

/**
 * An expression as text, without aliases and positions, so that equal expressions compare equal. In a
 * query of one table `visit.member_id` and `member_id` are the same.
 */
const canonical = (expression: Node | undefined, query: Node): string | undefined => {
  const isJoin = child(query, 'from_table')?.['type'] === 'JOIN'
  return JSON.stringify(expression, (key, value: unknown) => {
    if (key === 'alias' || key === 'query_location') return undefined
    const isReference = typeof value === 'object' && value !== null && 'column_names' in value
    if (!isReference) return value
    const path = names(value as Node, 'column_names')
    return { column: isJoin ? path : path.slice(-1) }
  })
}
