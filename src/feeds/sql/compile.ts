import { literal } from '../../engine/engine.ts'
import { columnRules } from '../column-rule.ts'
import type { Check, Correction, FeedContract } from '../contract.ts'
import type { FeedName } from '../index.ts'
import { columnSql, type ColumnSql, type Test } from './column-sql.ts'
import type { ContractSql } from './contract-sql.ts'
import { assertCompilable } from './assert-compilable.ts'

const lines = (items: readonly string[]): string => items.map((item) => `  ${item},`).join('\n')

const checkTest = (check: Check, columns: readonly ColumnSql[]): Test => {
  if (check.check === 'one_group') {
    const groups = check.groups.map((group) =>
      group.map((column) => `${column} is not null`).join(' and '),
    )
    return { code: 'missing', when: `not (${groups.map((group) => `(${group})`).join(' or ')})` }
  }
  const value = (name: string) => columns.find((column) => column.name === name)?.value ?? name
  return { code: 'order', when: `${value(check.column)} < ${value(check.than)}` }
}

const branches = (columns: readonly ColumnSql[], checks: readonly Check[]): string => {
  const tests = columns.flatMap((column) => [
    ...column.tests.map((test) => ({ ...test, column: column.name })),
    ...checks
      .filter((check) => check.column === column.name)
      .map((check) => ({ ...checkTest(check, columns), column: column.name })),
  ])
  const whens = tests.map(
    ({ code, when, column }) => `when ${when} then ${literal(`${code}:${column}`)}`,
  )
  return whens.length > 0 ? `case ${whens.join('\n    ')} end` : 'cast(null as varchar)'
}

const isCorrection = ({ when }: Correction): string =>
  Object.entries(when)
    .map(([column, codes]) => `${column} in (${codes.map(literal).join(', ')})`)
    .join(' or ')

/** SQL for the first failing column's code and name. For a correction only its needed columns count. */
const reasonSql = (feed: FeedContract, columns: readonly ColumnSql[]): string => {
  const all = branches(columns, feed.checks ?? [])
  if (!feed.correction) return all
  const { needs } = feed.correction
  const needed = branches(
    columns.filter(({ name }) => needs.includes(name)),
    [],
  )
  return `case when ${isCorrection(feed.correction)} then ${needed} else ${all} end`
}

const checkedQuery =
  (columns: readonly ColumnSql[], reason: string): ContractSql['checked'] =>
  (source, keep) => {
    const names = columns.map(({ name }) => name)
    const tidied = columns.map((column) => `${column.tidied} as ${column.name}`)
    const cast = columns.flatMap(({ name, cast }) => (cast ? [`${cast} as ${name}__cast`] : []))
    const casts = columns.flatMap(({ name, cast }) => (cast ? [`${name}__cast`] : []))
    const read = columns.map((column) => `${column.read} as ${column.name}__read`)
    const value = columns.map((column) => `${column.value} as ${column.name}`)
    return `select
${lines([...keep, ...value])}
  ${reason} as verdict
from (select
${lines([...keep, ...names, ...casts, ...read])}
from (select
${lines([...keep, ...names, ...cast])}
from (select
${lines([...keep, ...tidied])}
from ${source})))`
  }

/**
 * Compiles a feed's contract to SQL.
 *
 * Throws a ConfigError for a construct that it does not support, because a column must not pass
 * unchecked. Call it for every feed at the start.
 */
export const compileContract = (feed: FeedContract & { readonly name: FeedName }): ContractSql => {
  assertCompilable(feed)
  const rules = columnRules(feed)
  const columns = rules.map(columnSql)
  const scalars = columns.filter((_, at) => !rules[at]?.list)
  return {
    feed: feed.name,
    columns: scalars.map(({ name, type }) => ({ name, type })),
    lists: rules.flatMap(({ name, list }) =>
      list
        ? [{ column: name, relation: list.relation, keyColumns: feed.key, valueColumn: list.value }]
        : [],
    ),
    keyColumns: feed.key,
    checked: checkedQuery(columns, reasonSql(feed, columns)),
  }
}
