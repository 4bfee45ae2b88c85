import { type Node, child, ctesOf, names, nodesOf, offsetOf, text, walk } from './ast.ts'
import { type KnownColumns, mayYield, type Scope } from './scope.ts'
import type { Breach } from './subset.ts'

/**
 * Names that a query gives to what it selects and uses in the same step (`a + 1 as b, b * 2 as c`,
 * `group by b`): this engine takes them, others want another CTE.
 */
export const earlyNamesOf = (query: Node, known: KnownColumns): Breach[] => {
  const scope: Scope = { ctes: ctesOf(query), known, keys: () => [] }
  const breaches: Breach[] = []
  walk(query, (node) => {
    if (node['type'] === 'SELECT_NODE') breaches.push(...earlyNamesAt(node, scope))
  })
  return breaches
}

const earlyNamesAt = (query: Node, scope: Scope): Breach[] => {
  const items = nodesOf(query['select_list'])
  const computed = new Set(
    items.filter((item) => item['type'] !== 'COLUMN_REF').map((item) => text(item, 'alias')),
  )
  const places = [query['select_list'], query['where_clause'], query['group_expressions']]
  return [...places, query['having']].flatMap(references).flatMap((reference) => {
    const [name = '', ...more] = names(reference, 'column_names')
    if (more.length > 0 || !computed.has(name)) return []
    if (mayYield(child(query, 'from_table'), name, scope)) return []
    const message = `${name} is named in this same step: compute it in a CTE before`
    return [{ offset: offsetOf(reference), message }]
  })
}

/** The columns that an expression names, those of queries within it left out. */
const references = (expression: unknown): Node[] => {
  if (Array.isArray(expression)) return expression.flatMap(references)
  if (typeof expression !== 'object' || expression === null) return []
  const node = expression as Node
  if (node['type'] === 'COLUMN_REF') return [node]
  if (node['type'] === 'SUBQUERY') return references(node['child'])
  return Object.values(node).flatMap(references)
}
