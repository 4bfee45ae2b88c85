/** A part of the engine's syntax tree. */
export interface Node {
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The queries of a tree from `Engine.ast`, one per statement. */
export const queriesOf = (tree: unknown): Node[] =>
  nodesOf(isNode(tree) ? tree['statements'] : undefined).flatMap((statement) =>
    nodesOf([statement['node']]),
  )

/** The nodes of a list that may be missing. */
export const nodesOf = (list: unknown): Node[] => (Array.isArray(list) ? list.filter(isNode) : [])

/** A child node, if there is one. */
export const child = (node: Node | undefined, key: string): Node | undefined => {
  const value = node?.[key]
  return isNode(value) ? value : undefined
}

export const text = (node: Node | undefined, key: string): string => {
  const value = node?.[key]
  return typeof value === 'string' ? value : ''
}

/** The strings of a list of names. */
export const names = (node: Node, key: string): string[] => {
  const value = node[key]
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

/** The CTEs of a query, by name. */
export const ctesOf = (query: Node): Map<string, Node> =>
  new Map(
    nodesOf(child(query, 'cte_map')?.['map']).flatMap((entry) => {
      const body = child(child(child(entry, 'value'), 'query'), 'node')
      return body ? [[text(entry, 'key'), body] as const] : []
    }),
  )

/** The CTEs that rename their columns: `b (k, v) as …`. */
export const renamedCtesOf = (query: Node): string[] =>
  nodesOf(child(query, 'cte_map')?.['map']).flatMap((entry) => {
    const cte = child(entry, 'value')
    return cte && names(cte, 'aliases').length > 0 ? [text(entry, 'key')] : []
  })

/** Calls `visit` with every node of the tree, parents first. */
export const walk = (value: unknown, visit: (node: Node) => void): void => {
  if (Array.isArray(value)) for (const item of value) walk(item, visit)
  if (!isNode(value)) return
  visit(value)
  for (const part of Object.values(value)) walk(part, visit)
}

/** The position of a node, in bytes from the start of the text, if the engine reports it. */
export const offsetOf = (node: Node): number | undefined => {
  const offset = node['query_location']
  return typeof offset === 'number' && Number.isSafeInteger(offset) ? offset : undefined
}

/** The line of a byte offset, counted from 1. */
export const lineAt = (sql: string, offset: number): number =>
  Buffer.from(sql).subarray(0, offset).toString().split('\n').length

export interface TableRead {
  /** `evidence.visit`, or a bare name where the query names no schema. */
  readonly name: string
  readonly offset: number | undefined
}

/** The tables that a query reads, once each, without its own CTEs. */
export const tablesRead = (query: Node): TableRead[] => {
  const ctes = new Set<string>()
  const found = new Map<string, TableRead>()
  walk(query, (node) => {
    for (const name of ctesOf(node).keys()) ctes.add(name)
  })
  walk(query, (node) => {
    if (node['type'] !== 'BASE_TABLE') return
    const schema = text(node, 'schema_name')
    const table = text(node, 'table_name')
    if (schema === '' && ctes.has(table)) return
    const name = schema === '' ? table : `${schema}.${table}`
    if (!found.has(name)) found.set(name, { name, offset: offsetOf(node) })
  })
  return [...found.values()]
}
