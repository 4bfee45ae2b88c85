import { type Node, child, names, nodesOf, text } from './ast.ts'

/** The columns of a table by its name, or undefined where nobody knows. */
export type KnownColumns = (table: string) => readonly string[] | undefined

/** What names a row of a table: sets of columns, each of which has a combination once at most. */
export type KnownKeys = (table: string) => readonly (readonly string[])[]

/** What the names in a FROM clause stand for. */
export interface Scope {
  readonly ctes: ReadonlyMap<string, Node>
  readonly known: KnownColumns
  readonly keys: KnownKeys
}

/** Whether a FROM clause has a column of this name, as far as one can tell: unknown is yes. */
export const mayYield = (from: Node | undefined, column: string, scope: Scope): boolean => {
  if (from?.['type'] === 'JOIN') {
    return ['left', 'right'].some((side) => mayYield(child(from, side), column, scope))
  }
  if (from?.['type'] !== 'BASE_TABLE') return true
  const schema = text(from, 'schema_name')
  const table = text(from, 'table_name')
  const query = schema === '' ? scope.ctes.get(table) : undefined
  if (!query) return scope.known(`${schema}.${table}`)?.includes(column) ?? true
  return outputs(query, column, without(scope, table))
}

/** The same without a CTE: what the CTE itself may name. */
export const without = (scope: Scope, name: string): Scope => ({
  ...scope,
  ctes: new Map([...scope.ctes].filter(([cte]) => cte !== name)),
})

const outputs = (query: Node, column: string, scope: Scope): boolean => {
  // A set operation has the names of its first query.
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

/** The name of a select item, empty where the engine makes one up. */
export const outputName = (item: Node): string => {
  const alias = text(item, 'alias')
  if (alias !== '') return alias
  return item['type'] === 'COLUMN_REF' ? (names(item, 'column_names').at(-1) ?? '') : ''
}
