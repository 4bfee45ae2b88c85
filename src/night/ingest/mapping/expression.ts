import { type Engine, SqlSyntaxError } from '../../../engine/engine.ts'
import { ConfigError } from '../../../base/errors.ts'
import { didYouMean } from '../../../base/suggest.ts'
import { MOST_GROWTH, type Node, growthOf } from './growth.ts'

/** A column that an expression names: `zip` or `patients.zip`. */
export interface ColumnReference {
  readonly source: string | undefined
  readonly name: string
}

/** Functions of a mapping's expressions: scalar, and the same for the same arguments. */
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

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/**
 * Parses an expression of a mapping and gives the columns that it names. Throws a `ConfigError` for
 * anything but columns, literals, operators and the functions that are allowed. `where` says in the
 * error which expression it is.
 */
export const parseExpression = async (
  engine: Engine,
  sql: string,
  where: string,
): Promise<ColumnReference[]> => {
  const refuse = (found: string, hint?: string): never => {
    throw new ConfigError(
      `${where}: expected an SQL expression over the file's own columns, found ${found}.`,
      hint ?? 'It may use its columns, literals, operators, case, cast and plain scalar functions.',
    )
  }
  const tree = (await engine.ast(`select (\n${sql}\n)`).catch((error: unknown) => {
    if (!(error instanceof SqlSyntaxError)) throw error
    return refuse(`what does not parse (${error.message})`)
  })) as { statements?: { node?: Node }[] }
  const [statement] = tree.statements ?? []
  const select = statement?.node
  if (!select || tree.statements?.length !== 1 || !isBareSelect(select)) return refuse('a query')
  const references: ColumnReference[] = []
  let growth = 1
  walk(select['select_list'], (node) => {
    const kind = String(node['class'])
    if (!allowedClasses.has(kind)) refuse(`${kind.toLowerCase()} ${String(node['type'])}`)
    if (kind === 'COLUMN_REF') references.push(reference(node, refuse))
    if (kind === 'FUNCTION') {
      checkFunction(node, refuse)
      growth *= growthOf(node)
    }
  })
  if (growth > MOST_GROWTH) {
    refuse('what may make a long text of a short one', 'Use shorter replacements and paddings.')
  }
  return references
}

const isBareSelect = (select: Node): boolean =>
  select['type'] === 'SELECT_NODE' &&
  (select['from_table'] as Node | null)?.['type'] === 'EMPTY' &&
  ['where_clause', 'having', 'qualify', 'sample'].every((part) => select[part] == null) &&
  ['modifiers', 'group_expressions'].every((part) => (select[part] as unknown[]).length === 0) &&
  (select['select_list'] as unknown[]).length === 1

/** Visits every expression below `value`: the objects that have a class. */
const walk = (value: unknown, visit: (node: Node) => void): void => {
  if (Array.isArray(value)) return value.forEach((item) => walk(item, visit))
  if (!isNode(value)) return
  if (typeof value['class'] === 'string') visit(value)
  if (value['class'] === 'CONSTANT') return
  Object.values(value).forEach((child) => walk(child, visit))
}

const reference = (node: Node, refuse: (found: string) => never): ColumnReference => {
  const names = node['column_names'] as string[]
  if (names.length > 2) return refuse(`the name ${names.join('.')}`)
  const name = names.at(-1) ?? ''
  return { source: names.length === 2 ? names[0] : undefined, name }
}

const checkFunction = (node: Node, refuse: (found: string, hint?: string) => never): void => {
  const called = String(node['function_name'])
  const plain =
    ['', 'main', 'pg_catalog'].includes(String(node['schema'] ?? '')) &&
    !node['catalog'] &&
    !node['filter'] &&
    !node['distinct'] &&
    !node['export_state']
  const ordered = ((node['order_bys'] as Node | null)?.['orders'] as unknown[] | undefined) ?? []
  if (plain && ordered.length === 0 && allowedFunctions.has(called)) return
  refuse(
    `the function ${called}`,
    didYouMean(called, functions) ??
      `Functions that may be used: ${functions.filter((f) => /^[a-z]/.test(f)).join(', ')}.`,
  )
}
