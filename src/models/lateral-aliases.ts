import { type Node, child, ctesOf, names, nodesOf, offsetOf, text, walk } from './ast.ts'
import { type ColumnLookup, mayYield, type Scope } from './scope.ts'
import type { Breach } from './subset.ts'

/**
 * Aliases that a query defines and uses in the same step (`a + 1 as b, b * 2 as c`, `group by b`):
 * DuckDB accepts them, other engines need another CTE.
 */
export const lateralAliases = (query: Node, columnsOf: ColumnLookup): Breach[] => {
  const scope: Scope = { ctes: ctesOf(query), columnsOf, keysOf: () => [] }
  const breaches: Breach[] = []
  walk(query, (node) => {
    if (node['type'] === 'SELECT_NODE') breaches.push(...lateralAliasesIn(node, scope))
  })
  return breaches
}

const lateralAliasesIn = (query: Node, scope: Scope): Breach[] => {
  const items = nodesOf(query['select_list'])
  const computed = new Set(
    items.filter((item) => item['type'] !== 'COLUMN_REF').map((item) => text(item, 'alias')),
  )
  const clauses = [query['select_list'], query['where_clause'], query['group_expressions']]
  return [...clauses, query['having']].flatMap(references).flatMap((reference) => {
    const [name = '', ...more] = names(reference, 'column_names')
    if (more.length > 0 || !computed.has(name)) return []
    if (mayYield(child(query, 'from_table'), name, scope)) return []
    const message = `${name} is an alias of this same step: compute it in an earlier CTE`
    return [{ offset: offsetOf(reference), message }]
  })
}

/** The columns that an expression refers to, without those of its subqueries. */
const references = (expression: unknown): Node[] => {
  if (Array.isArray(expression)) return expression.flatMap(references)
  if (typeof expression !== 'object' || expression === null) return []
  const node = expression as Node
  if (node['type'] === 'COLUMN_REF') return [node]
  if (node['type'] === 'SUBQUERY') return references(node['child'])
  return Object.values(node).flatMap(references)
}
