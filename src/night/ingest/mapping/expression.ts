import { type Engine, SqlSyntaxError } from '../../../engine/engine.ts'
import { ConfigError } from '../../../base/errors.ts'
import { didYouMean } from '../../../base/suggest.ts'
import { type Node, child, names, nodesOf, queriesOf, text, walk } from '../../../models/ast.ts'
import { expansionOf, maxExpansion } from './expansion.ts'

/** A column that an expression names: `zip` or `patients.zip`. */
export interface ColumnReference {
  readonly source: string | undefined
  readonly name: string
}

/** Allowed functions: scalar, and with the same result for the same arguments. */
const functions =
  `+ - * / // % || ~~ !~~ ~~* !~~* ~~~ abs ceil ceiling coalesce concat concat_ws contains
  date_part date_trunc datepart datetrunc day dayofmonth ends_with floor greatest ifnull instr last_day
  least left length lower lpad ltrim make_date md5 mod month monthname not_like_escape like_escape nullif
  position prefix quarter regexp_extract regexp_full_match regexp_matches regexp_replace replace
  reverse right round rpad rtrim sha256 sign split_part starts_with strftime strip_accents strlen strpos
  strptime substr substring suffix to_days to_months to_years translate trim trunc try_strptime ucase
  lcase upper year`.split(/\s+/)

const allowedFunctions: ReadonlySet<string> = new Set(functions)

const allowedClasses: ReadonlySet<string> = new Set([
  'BETWEEN',
  'CASE',
  'CAST',
  'COLUMN_REF',
  'COMPARISON',
  'CONJUNCTION',
  'CONSTANT',
  'FUNCTION',
  'OPERATOR',
])

/**
 * Parses an expression of a mapping and returns the columns that it names. `where` names the
 * expression in errors.
 *
 * @throws ConfigError for anything but columns, literals, operators and allowed functions
 */
export const parseExpression = async (
  engine: Engine,
  sql: string,
  where: string,
): Promise<ColumnReference[]> => {
  const refuse: Refuse = (found, hint = usage) => {
    const expected = "expected an SQL expression over the file's own columns"
    throw new ConfigError(`${where}: ${expected}, found ${found}.`, hint)
  }
  const tree = await engine.ast(`select (\n${sql}\n)`).catch((error: unknown) => {
    if (!(error instanceof SqlSyntaxError)) throw error
    return refuse(`a syntax error (${error.message})`)
  })
  const [select, another] = queriesOf(tree)
  if (!select || another || !isBareSelect(select)) return refuse('a query')
  const references: ColumnReference[] = []
  let expansion = 1
  walk(select['select_list'], (node) => {
    const kind = text(node, 'class')
    if (kind === '') return
    if (!allowedClasses.has(kind)) refuse(`${kind.toLowerCase()} ${String(node['type'])}`)
    if (kind === 'COLUMN_REF') references.push(referenceOf(node, refuse))
    if (kind === 'FUNCTION') {
      checkFunction(node, refuse)
      expansion *= expansionOf(node)
    }
  })
  if (expansion > maxExpansion) {
    refuse('one that may make a short text very long', 'Use shorter replacements and paddings.')
  }
  return references
}

type Refuse = (found: string, hint?: string) => never

const usage = 'Use its columns, literals, operators, case, cast and plain scalar functions.'

const isBareSelect = (select: Node): boolean =>
  select['type'] === 'SELECT_NODE' &&
  text(child(select, 'from_table'), 'type') === 'EMPTY' &&
  ['where_clause', 'having', 'qualify', 'sample'].every((part) => select[part] == null) &&
  ['modifiers', 'group_expressions'].every((part) => (select[part] as unknown[]).length === 0) &&
  nodesOf(select['select_list']).length === 1

const referenceOf = (node: Node, refuse: Refuse): ColumnReference => {
  const parts = names(node, 'column_names')
  if (parts.length > 2) return refuse(`the name ${parts.join('.')}`)
  return { source: parts.length === 2 ? parts[0] : undefined, name: parts.at(-1) ?? '' }
}

const checkFunction = (node: Node, refuse: Refuse): void => {
  const name = text(node, 'function_name')
  const isPlain =
    ['', 'main', 'pg_catalog'].includes(text(node, 'schema')) &&
    ['catalog', 'filter', 'distinct', 'export_state'].every((part) => !node[part]) &&
    nodesOf(child(node, 'order_bys')?.['orders']).length === 0
  if (isPlain && allowedFunctions.has(name)) return
  const named = functions.filter((each) => /^[a-z]/.test(each))
  refuse(
    `the function ${name}`,
    didYouMean(name, functions) ?? `Allowed functions: ${named.join(', ')}.`,
  )
}
