import { type Node, child, names, nodesOf, text } from './ast.ts'

/** Returns the columns of a table by its name, or undefined for a table that is not declared. */
export type ColumnLookup = (table: string) => readonly string[] | undefined

/** Returns the keys of a table by its name: sets of columns whose values occur together at most once. */
export type KeyLookup = (table: string) => readonly (readonly string[])[]

/** What the names in a FROM clause refer to. */
export interface Scope {
  readonly ctes: ReadonlyMap<string, Node>
  readonly columnsOf: ColumnLookup
  readonly keysOf: KeyLookup
}

/** Whether a FROM clause may have a column of this name: also true where its columns are unknown. */
export const mayYield = (from: Node | undefined, column: string, scope: Scope): boolean => {
  if (from?.['type'] === 'JOIN') {
    return ['left', 'right'].some((side) => mayYield(child(from, side), column, scope))
  }
  if (from?.['type'] !== 'BASE_TABLE') return true
  const schema = text(from, 'schema_name')
  const table = text(from, 'table_name')
  const query = schema === '' ? scope.ctes.get(table) : undefined
  if (!query) return scope.columnsOf(`${schema}.${table}`)?.includes(column) ?? true
  return outputs(query, column, without(scope, table))
}

/** The scope without one CTE: what that CTE itself may refer to. */
export const without = (scope: Scope, name: string): Scope => ({
  ...scope,
  ctes: new Map([...scope.ctes].filter(([cte]) => cte !== name)),
})

const outputs = (query: Node, column: string, scope: Scope): boolean => {
  // A set operation takes the column names of its first query.
  if (query['type'] === 'SET_OPERATION_NODE') {
    const left = child(query, 'left')
    return left === undefined || outputs(left, column, scope)
  }
  if (query['type'] !== 'SELECT_NODE') return true
  const items = nodesOf(query['select_list'])
  return (
    items.some((item) => outputName(item) === column) ||
    (items.some((item) => item['type'] === 'STAR') &&
      mayYield(child(query, 'from_table'), column, scope))
  )
}

/** The name of a select item, empty where the engine generates one. */
export const outputName = (item: Node): string => {
  const alias = text(item, 'alias')
  if (alias !== '') return alias
  return item['type'] === 'COLUMN_REF' ? (names(item, 'column_names').at(-1) ?? '') : ''
}
