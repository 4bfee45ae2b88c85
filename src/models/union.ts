import { ConfigError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import type { Engine } from '../engine/engine.ts'
import { type Node, child, ctesOf, nodesOf, queriesOf, text } from './ast.ts'
import { columnMismatch } from './columns.ts'
import { columnsOf, type Relation } from './relation.ts'
import { outputName } from './scope.ts'

/** The models whose header lists this union as `part_of`, by name. */
const partsOf = ({ name }: Relation, all: readonly Relation[]): Relation[] =>
  all.filter(({ header }) => header.part_of === name)

/**
 * Returns the relations with the inputs and the query of each union among them filled in.
 * @throws ConfigError where a union has no parts, or a part does not fit its union.
 */
export const withUnions = (relations: readonly Relation[]): Relation[] => {
  for (const part of relations) checkPart(part, relations)
  return relations.map((relation) =>
    relation.header.union ? asUnion(relation, partsOf(relation, relations)) : relation,
  )
}

const checkPart = (part: Relation, all: readonly Relation[]): void => {
  const name = part.header.part_of
  if (name === undefined) return
  const unions = all.filter(({ header }) => header.union)
  const union = unions.find((relation) => relation.name === name)
  if (!union) {
    throw new ConfigError(
      `${part.file}: part_of: expected a union, found ${name}`,
      didYouMean(
        name,
        unions.map((relation) => relation.name),
      ),
    )
  }
  const mismatch = columnMismatch(union, columnsOf(part))
  if (mismatch !== undefined) {
    throw new ConfigError(`${part.file}: part_of: expected the columns of ${name}: ${mismatch}`)
  }
}

const asUnion = (union: Relation, parts: readonly Relation[]): Relation => {
  if (union.header.inputs.length > 0) {
    throw new ConfigError(
      `${union.file}: expected no inputs, because the parts of a union name it in part_of`,
    )
  }
  if (parts.length === 0) {
    throw new ConfigError(
      `${union.file}: expected a model with part_of: ${union.name} in its header, found none`,
    )
  }
  const inputs = parts.map(({ name }) => name)
  const selects = inputs.map((name) => `    select * from ${name}`).join('\n    union all\n')
  const sql = `with final as (\n${selects}\n)\n\nselect * from final\n`
  return { ...union, header: { ...union.header, inputs }, sql }
}

/**
 * Whether a union has each combination of its grain once: some column of the grain is a different
 * constant in each part, and the grain of each part, which the night audits, is within the union's.
 */
export const unionIsUnique = async (
  engine: Engine,
  union: Relation,
  all: readonly Relation[],
): Promise<boolean> => {
  const { grain } = union.header
  const parts = partsOf(union, all)
  if (!parts.every(({ header }) => header.grain.every((column) => grain.includes(column)))) {
    return false
  }
  const queries = await Promise.all(
    parts.map(async ({ sql }) => (sql === undefined ? [] : queriesOf(await engine.ast(sql)))),
  )
  return grain.some((column) => {
    const constants = queries.flatMap(([query]) => (query ? constantOf(query, column) : []))
    return constants.length === parts.length && new Set(constants).size === parts.length
  })
}

/** The constant that a query returns as `column`, empty where it is not constant. */
const constantOf = (
  query: Node,
  column: string,
  ctes: ReadonlyMap<string, Node> = ctesOf(query),
): string[] => {
  const items = nodesOf(query['select_list'])
  const item = items.find((other) => outputName(other) === column)
  if (item) return item['type'] === 'VALUE_CONSTANT' ? [JSON.stringify(item['value'])] : []
  const from = child(query, 'from_table')
  const isStar = items.length === 1 && items[0]?.['type'] === 'STAR'
  const source = from?.['type'] === 'BASE_TABLE' ? ctes.get(text(from, 'table_name')) : undefined
  return isStar && source ? constantOf(source, column, ctes) : []
}
