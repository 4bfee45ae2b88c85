import { type Node, child, names, nodesOf, offsetOf, text, walk } from './ast.ts'

/** A part of a query that DuckDB, Trino and Spark do not all interpret alike. */
export interface Breach {
  /** Bytes from the start of the text, where the engine reports it. */
  readonly offset: number | undefined
  readonly message: string
}

const nodeTypes = new Set([
  ...['SELECT_NODE', 'SET_OPERATION_NODE', 'DISTINCT_MODIFIER', 'ORDER_MODIFIER'],
  ...['BASE_TABLE', 'JOIN', 'SUBQUERY', 'EXPRESSION_LIST', 'EMPTY'],
  ...['COLUMN_REF', 'VALUE_CONSTANT', 'STAR', 'CASE_EXPR', 'OPERATOR_CAST', 'FUNCTION'],
  ...['COMPARE_EQUAL', 'COMPARE_NOTEQUAL', 'COMPARE_LESSTHAN', 'COMPARE_GREATERTHAN'],
  ...['COMPARE_LESSTHANOREQUALTO', 'COMPARE_GREATERTHANOREQUALTO', 'COMPARE_BETWEEN'],
  ...['COMPARE_DISTINCT_FROM', 'COMPARE_NOT_DISTINCT_FROM', 'COMPARE_IN', 'COMPARE_NOT_IN'],
  ...['CONJUNCTION_AND', 'CONJUNCTION_OR', 'OPERATOR_NOT', 'OPERATOR_COALESCE'],
  ...['OPERATOR_IS_NULL', 'OPERATOR_IS_NOT_NULL', 'OPERATOR_NULLIF'],
  ...['WINDOW_AGGREGATE', 'WINDOW_ROW_NUMBER', 'WINDOW_RANK', 'WINDOW_RANK_DENSE'],
  ...['WINDOW_LAG', 'WINDOW_LEAD', 'WINDOW_FIRST_VALUE', 'WINDOW_LAST_VALUE'],
])

const functions = new Set([
  ...['+', '-', '*', '/', '%', '||', '~~', '!~~'],
  ...['count', 'count_star', 'sum', 'min', 'max', 'avg'],
  ...['nullif', 'greatest', 'least', 'abs', 'round', 'floor', 'ceil', 'ceiling'],
  ...['lower', 'upper', 'trim', 'ltrim', 'rtrim', 'length', 'substr', 'substring', 'replace'],
  ...['year', 'month', 'day', 'date_trunc'],
  ...['row_number', 'rank', 'dense_rank', 'lag', 'lead', 'first_value', 'last_value'],
])

const insteadOf: Readonly<Record<string, string>> = {
  concat: 'write || (concat skips nulls here and not elsewhere)',
  date_diff: 'compare with a date column of run.parameter',
  datediff: 'compare with a date column of run.parameter',
  date_part: 'write year(), month() or day()',
  list_value: 'write the values as rows',
  string_agg: 'keep one row per value',
  arg_max: 'rank with row_number() and keep the first',
  arg_min: 'rank with row_number() and keep the first',
  '//': 'write floor(cast(a as double) / b)',
  '~~*': 'write lower(a) like b',
}

const castTypes = new Set('VARCHAR BOOLEAN INTEGER BIGINT DOUBLE DECIMAL DATE TIMESTAMP'.split(' '))

const clocks = new Set(
  'current_date current_time current_timestamp localtime localtimestamp'.split(' '),
)

/** Window functions whose result depends on the order of rows. */
const ordered = new Set('row_number rank dense_rank lag lead first_value last_value'.split(' '))

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
        more.length === 0 && clocks.has(name.toLowerCase()),
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
      ...when(ordered.has(name) && orders.length === 0, `${name}() needs an ORDER BY`),
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
