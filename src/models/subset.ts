import { type Node, child, names, nodesOf, offsetOf, text, walk } from './ast.ts'
import {
  castTypes,
  clockNames,
  functions,
  insteadOf,
  nodeTypes,
  orderedWindows,
} from './subset-lists.ts'

/** A part of a query that DuckDB, Trino and Spark do not all interpret alike. */
export interface Breach {
  /** Bytes from the start of the text, where the engine reports it. */
  readonly offset: number | undefined
  readonly message: string
}

/**
 * Checks a query against the SQL that all three engines share: an allow-list of syntax and one of
 * functions, so that anything unforeseen is a breach too.
 */
export const breachesOf = (query: Node, sql: string): Breach[] => {
  const bytes = Buffer.from(sql)
  const breaches: Breach[] = []
  walk(query, (node) => {
    for (const message of breachesAt(node, bytes)) {
      breaches.push({ offset: offsetOf(node) ?? firstOffset(node), message })
    }
  })
  return breaches
}

const breachesAt = (node: Node, sql: Buffer): string[] => {
  const type = text(node, 'type')
  // The type of an ORDER BY item is its direction; the type of a data type ends in _INFO.
  if (type === '' || 'null_order' in node || type.endsWith('_INFO')) return []
  if (!nodeTypes.has(type)) return [`${type} is not in the shared SQL`]
  return (rules[type.startsWith('WINDOW_') ? 'WINDOW' : type] ?? (() => []))(node, sql)
}

type Rule = (node: Node, sql: Buffer) => string[]

const when = (holds: boolean, message: string): string[] => (holds ? [message] : [])

const rules: Readonly<Record<string, Rule>> = {
  SELECT_NODE: (node) => [
    ...when(node['aggregate_handling'] === 'FORCE_AGGREGATES', 'name the columns of GROUP BY'),
    ...when(Boolean(node['qualify']), 'QUALIFY: filter in the next CTE'),
    ...when(Boolean(node['sample']), 'a sample differs from run to run'),
    ...when(
      Array.isArray(node['group_sets']) && node['group_sets'].length > 1,
      'one GROUP BY a query, without ROLLUP, CUBE and GROUPING SETS',
    ),
    ...when(
      nodesOf(node['group_expressions']).some((item) => item['type'] === 'VALUE_CONSTANT'),
      'GROUP BY a name, not a number',
    ),
  ],
  SET_OPERATION_NODE: (node) =>
    when(
      !['UNION', 'EXCEPT', 'INTERSECT'].includes(text(node, 'setop_type')),
      'UNION by position, not BY NAME',
    ),
  DISTINCT_MODIFIER: (node) =>
    when(
      nodesOf(node['distinct_on_targets']).length > 0,
      'DISTINCT ON: rank with row_number() and keep the first',
    ),
  ORDER_MODIFIER: (node) =>
    when(
      nodesOf(node['orders']).length > 0,
      'ORDER BY belongs in a window: a relation has no order',
    ),
  JOIN: (node) => [
    ...when(
      !['INNER', 'LEFT', 'RIGHT', 'FULL'].includes(text(node, 'join_type')),
      `${text(node, 'join_type')} JOIN: write exists (…) or not exists (…)`,
    ),
    ...when(
      !['REGULAR', 'CROSS'].includes(text(node, 'ref_type')),
      `${text(node, 'ref_type')} JOIN: name the columns in ON or USING`,
    ),
  ],
  SUBQUERY: (node) =>
    when(
      'subquery_type' in node && !['EXISTS', 'ANY', 'SCALAR'].includes(text(node, 'subquery_type')),
      'write exists (…), in (…) or a query of one value',
    ),
  COLUMN_REF: (node) => {
    const [name = '', ...more] = names(node, 'column_names')
    return [
      ...when(
        more.length === 0 && clockNames.has(name.toLowerCase()),
        `${name} reads the wall clock: use run.parameter`,
      ),
      ...when([name, ...more].at(-1) === 'rowid', 'rowid depends on how rows are stored'),
    ]
  },
  STAR: (node) => [
    ...when(Boolean(node['columns']), 'COLUMNS(…): name the columns'),
    ...when(
      ['exclude_list', 'replace_list', 'rename_list', 'qualified_exclude_list'].some((key) =>
        Array.isArray(node[key]) ? node[key].length > 0 : false,
      ),
      'EXCLUDE, REPLACE and RENAME: name the columns',
    ),
  ],
  OPERATOR_CAST: (node, sql) => {
    const to = text(child(node, 'cast_type'), 'id')
    const offset = offsetOf(node)
    return [
      ...when(!castTypes.has(to), `cast to ${to} is not in the shared SQL`),
      ...when(node['try_cast'] === true, 'try_cast: validate values at ingest'),
      ...when(
        offset !== undefined && sql.subarray(offset, offset + 2).toString() === '::',
        `write cast(… as ${to.toLowerCase()}), not ::`,
      ),
    ]
  },
  FUNCTION: (node) => {
    const name = text(node, 'function_name')
    const arguments_ = nodesOf(node['children'])
    return [
      ...when(!functions.has(name), unknownFunction(name)),
      ...when(Boolean(node['filter']), 'FILTER: write sum(case when … then … end)'),
      ...when(
        name === '/' && !arguments_.some(isDouble),
        'a / b differs by engine for whole numbers: write cast(a as double) / b',
      ),
    ]
  },
  WINDOW: (node) => {
    const name = text(node, 'function_name')
    const orders = nodesOf(node['orders'])
    return [
      ...when(!functions.has(name), unknownFunction(name)),
      ...when(orderedWindows.has(name) && orders.length === 0, `${name}() needs an ORDER BY`),
      ...when(
        orders.some((order) => !text(order, 'null_order').startsWith('NULLS')),
        `${name}() needs nulls first or nulls last after each part of its ORDER BY`,
      ),
      ...when(node['ignore_nulls'] === true, 'IGNORE NULLS is not in the shared SQL'),
      ...when(Boolean(node['filter_expr']), 'FILTER: write sum(case when … then … end)'),
    ]
  },
}

const unknownFunction = (name: string): string =>
  `${name}() is not in the shared SQL${name in insteadOf ? `: ${insteadOf[name]}` : ''}`

/** Whether arithmetic on this expression is certainly in floating point. */
const isDouble = (node: Node): boolean => {
  if (node['type'] === 'OPERATOR_CAST') return text(child(node, 'cast_type'), 'id') === 'DOUBLE'
  const preserving = ['+', '-', '*', '/', 'nullif', 'abs', 'round', 'avg']
  const passesOn =
    node['type'] === 'OPERATOR_COALESCE' || preserving.includes(text(node, 'function_name'))
  return passesOn && nodesOf(node['children']).some(isDouble)
}

/** The position of the first descendant that has one. */
const firstOffset = (node: Node): number | undefined => {
  let first: number | undefined
  walk(node, (part) => {
    first ??= offsetOf(part)
  })
  return first
}
