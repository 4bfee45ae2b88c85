import type { FeedConfig } from '../../../config/pipeline.ts'
import { identifier, literal } from '../../../engine/engine.ts'
import { type Kind, columnRules } from '../../../feeds/column-rule.ts'
import type { Feed } from '../../../feeds/index.ts'
import { openEnds } from '../../../feeds/read-text.ts'
import { ConfigError, InputRefused } from '../../../base/errors.ts'
import type { ColumnReference } from './expression.ts'
import { findColumn, missingColumn } from './find-column.ts'
import type { OpenFile } from '../opening/opened.ts'
import { type MappingPart, aliasesOf, onlySource, splitName } from './references.ts'

/** A column of a source that the mapping reads. */
interface ReadColumn {
  readonly alias: string
  /** As the mapping first writes it; any file of the source has it, give or take its spelling. */
  readonly name: string
  /** The name that it has in SQL. */
  readonly sql: string
  /** Further names, as expressions write them. */
  readonly spellings: Set<string>
}

/** How the rows of one file become rows of the contract, as text. */
export interface Mapping {
  readonly reads: readonly ReadColumn[]
  /** Each canonical column's SQL, over the read columns and what expressions call them. */
  readonly canonical: readonly { readonly name: string; readonly sql: string }[]
  /** The source's name of each read column, as the first file of its source writes it. */
  readonly sourceNames: readonly string[]
  /** The read column of a canonical one that is nothing but it. */
  readonly plain: ReadonlyMap<string, ReadColumn>
}

/**
 * Settles a feed's mapping against the headers of a file and of those that are joined to it.
 * Throws `InputRefused` for a column that is not there.
 */
export const settleMapping = (
  feed: Feed,
  config: FeedConfig,
  parts: readonly MappingPart[],
  opened: ReadonlyMap<string, readonly OpenFile[]>,
): Mapping => {
  const reads: ReadColumn[] = []
  const read = ({ alias, name }: { alias: string; name: string }): ReadColumn => {
    const first = firstOf(opened, alias)
    const column = findColumn(first, name)?.name ?? name
    const found = reads.find((one) => one.alias === alias && one.name === column)
    if (found) return found
    const sql = `source__${reads.length + 1}`
    reads.push({ alias, name: column, sql, spellings: new Set() })
    return reads[reads.length - 1] as ReadColumn
  }
  for (const part of parts) {
    for (const reference of part.references) {
      const column = read(resolve(reference, part.where, config, opened))
      if (part.expression !== undefined) column.spellings.add(reference.name)
    }
  }
  const plain = new Map<string, ReadColumn>()
  const canonical = columnRules(feed).map(({ name, required, kind }) => {
    const source = config.columns?.[name]
    let sql = 'cast(null as varchar)'
    if (config.columns === undefined) {
      const first = firstOf(opened, onlySource)
      if (findColumn(first, name)) plain.set(name, read({ alias: onlySource, name }))
      else if (required) throw missingColumn(first, name, `required by ${feed.name}`)
    } else if (source && 'column' in source) {
      const reference = splitName(config, source.column)
      plain.set(
        name,
        read(resolve(reference, `feeds.${feed.name}.columns.${name}`, config, opened)),
      )
    } else if (source && 'constant' in source) sql = literal(source.constant)
    else if (source) {
      const part = parts.find(({ canonical: made }) => made === name)
      const from = (part?.references ?? []).map((one) =>
        read(resolve(one, part?.where ?? name, config, opened)),
      )
      sql = readOrTold(source.expression, kind, from)
    }
    sql = plain.get(name)?.sql ?? sql
    const exclusive = (config.end_exclusive as readonly string[]).includes(name)
    return { name, sql: exclusive ? dayBefore(sql) : sql }
  })
  checkGroups(feed, config, plain, opened)
  const sourceNames = reads.map(({ alias, name }) => (config.sources ? `${alias}.${name}` : name))
  return { reads, canonical, sourceNames, plain }
}

const firstOf = (opened: ReadonlyMap<string, readonly OpenFile[]>, alias: string): OpenFile => {
  const first = opened.get(alias)?.[0]
  if (!first) throw new Error(`no file was opened for ${alias}`)
  return first
}

/** The source that a reference means. */
const resolve = (
  { source, name }: ColumnReference,
  where: string,
  config: FeedConfig,
  opened: ReadonlyMap<string, readonly OpenFile[]>,
): { alias: string; name: string } => {
  const aliases = aliasesOf(config)
  const asked = aliases.filter((known) => source === undefined || known === source)
  if (asked.length === 0) {
    throw new ConfigError(
      `${where}: expected a column of ${aliases.join(' or ')}, found ${source}.${name}.`,
    )
  }
  const holding = asked.filter((alias) => findColumn(firstOf(opened, alias), name))
  const [alias, second] = holding
  if (second !== undefined) {
    throw new ConfigError(
      `${where}: expected one source with the column ${name}, found ${holding.join(' and ')}.`,
      `Write ${alias}.${name} or ${second}.${name}.`,
    )
  }
  if (alias === undefined) throw missingColumn(firstOf(opened, asked[0] ?? ''), name, where)
  for (const open of opened.get(alias) ?? []) {
    if (!findColumn(open, name)) throw missingColumn(open, name, where)
  }
  return { alias, name }
}

/** Where a contract wants one of several groups of columns, a file must have one. */
const checkGroups = (
  feed: Feed,
  config: FeedConfig,
  plain: ReadonlyMap<string, ReadColumn>,
  opened: ReadonlyMap<string, readonly OpenFile[]>,
): void => {
  const has = (column: string): boolean =>
    plain.has(column) || config.columns?.[column] !== undefined
  for (const check of 'checks' in feed ? feed.checks : []) {
    if (check.check !== 'one_group' || check.groups.some((group) => group.every(has))) continue
    const wanted = check.groups.map((group) => group.join(' with ')).join(', or ')
    const file = [...opened.values()][0]?.[0]?.file.key
    throw new InputRefused(
      `Expected the columns ${wanted} in ${file} (required by ${feed.name}), found none of these whole.`,
      'Ask for them to be delivered, or map other columns in the pipeline file.',
    )
  }
}

/** Kinds of column in which a value that can't be read is not the same as none. */
const measured: readonly Kind[] = ['date', 'end-date', 'integer', 'number', 'amount', 'version']

/**
 * An expression's value as text. Where it makes null of a date or number that is there, the text is
 * one that the contract rejects as `type:`, or `06/31/2026` would be an open end. An end date is
 * there if any column of its expression has something, all else if every one has.
 */
const readOrTold = (expression: string, kind: Kind, from: readonly ReadColumn[]): string => {
  const value = `cast((\n${expression}\n) as varchar)`
  if (from.length === 0 || !measured.includes(kind)) return value
  const given = from.map(({ sql }) => `trim(${sql}, e' \\t\\r\\n') <> ''`)
  const there = given.join(kind === 'end-date' ? ' or ' : ' and ')
  return `coalesce(${value}, case when ${there} then 'unreadable' end)`
}

/** An end date that names the first day out of force, as the last day in force; open ends stay. */
const dayBefore = (text: string): string => {
  const day = `try_cast(substr(trim(${text}), 1, 10) as date)`
  const ends = openEnds.map((end) => `date '${end}'`).join(', ')
  return `case when regexp_matches(trim(${text}), '^[0-9]{4}-[0-9]{2}-[0-9]{2}') and ${day} not in (${ends}) then cast(${day} - 1 as varchar) else ${text} end`
}

/** The read columns of one source, from one of its files, for the select list. */
export const readList = (mapping: Mapping, alias: string, open: OpenFile): string[] =>
  mapping.reads
    .filter((column) => column.alias === alias)
    .flatMap((column) => {
      const text = findColumn(open, column.name)?.text ?? 'null'
      return [column.sql, ...[...column.spellings].map(identifier)].map(
        (name) => `${text} as ${name}`,
      )
    })
