/** The SQL that DuckDB, Trino and Spark share, as lists of what `subset.ts` allows. */

/** Types of syntax nodes, as DuckDB names them. */
export const nodeTypes = new Set([
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

/** Functions and operators, as DuckDB names them. */
export const functions = new Set([
  ...['+', '-', '*', '/', '%', '||', '~~', '!~~'],
  ...['count', 'count_star', 'sum', 'min', 'max', 'avg'],
  ...['nullif', 'greatest', 'least', 'abs', 'round', 'floor', 'ceil', 'ceiling'],
  ...['lower', 'upper', 'trim', 'ltrim', 'rtrim', 'length', 'substr', 'substring', 'replace'],
  ...['year', 'month', 'day', 'date_trunc'],
  ...['row_number', 'rank', 'dense_rank', 'lag', 'lead', 'first_value', 'last_value'],
])

/** What to write instead of a function that is not shared. */
export const insteadOf: Readonly<Record<string, string>> = {
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

/** Types that a cast may have. */
export const castTypes = new Set(
  'VARCHAR BOOLEAN INTEGER BIGINT DOUBLE DECIMAL DATE TIMESTAMP'.split(' '),
)

/** Names that read the wall clock without a call. */
export const clockNames = new Set(
  'current_date current_time current_timestamp localtime localtimestamp'.split(' '),
)

/** Window functions whose result depends on the order of rows. */
export const orderedWindows = new Set(
  'row_number rank dense_rank lag lead first_value last_value'.split(' '),
)
