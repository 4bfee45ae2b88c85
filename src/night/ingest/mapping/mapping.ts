import type { FeedConfig } from '../../../config/pipeline.ts'
import { identifier, literal } from '../../../engine/engine.ts'
import { type ColumnRule, columnRules } from '../../../feeds/column-rule.ts'
import type { Feed } from '../../../feeds/index.ts'
import type { OpenFile } from '../opening/opened.ts'
import { castOrReject, dayBefore } from './casts.ts'
import { findColumn, missingColumn } from './find-column.ts'
import { type MappingPart, onlySource, splitName } from './references.ts'
import { refuseWithoutGroup } from './required-groups.ts'
import { type SourceReference, firstOf, resolve } from './resolve.ts'

/** A column of a source that the mapping reads. */
export interface ReadColumn {
  readonly alias: string
  /** As the first file of its source spells it. The other files have it too, perhaps spelled otherwise. */
  readonly name: string
  /** The name that it has in SQL. */
  readonly sql: string
  /** Further names, as expressions spell them. */
  readonly spellings: Set<string>
}

/** How the rows of one file become rows of the contract, as text. */
export interface Mapping {
  readonly reads: readonly ReadColumn[]
  /** Each canonical column's SQL, over the read columns and their spellings in expressions. */
  readonly canonical: readonly { readonly name: string; readonly sql: string }[]
  /** The source's name of each read column, as the first file of its source spells it. */
  readonly sourceNames: readonly string[]
  /** The read column of each canonical column that is a plain copy of one. */
  readonly plain: ReadonlyMap<string, ReadColumn>
}

/** What a mapping is settled from. */
export interface Unsettled {
  readonly feed: Feed
  readonly config: FeedConfig
  readonly parts: readonly MappingPart[]
  /** A file and those joined to it, by the alias of their source. */
  readonly opened: ReadonlyMap<string, readonly OpenFile[]>
}

/**
 * Settles a feed's mapping for a file and those joined to it, by their headers.
 *
 * @throws InputRefused for a column that is missing
 */
export const settleMapping = (unsettled: Unsettled): Mapping => {
  const { feed, config, parts, opened } = unsettled
  const columns = new ReadColumns(opened)
  for (const part of parts) {
    for (const reference of part.references) {
      const column = columns.read(resolve(reference, part.where, config, opened))
      if (part.expression !== undefined) column.spellings.add(reference.name)
    }
  }
  const plain = new Map<string, ReadColumn>()
  const canonical = columnRules(feed).map((rule) => {
    const { name } = rule
    const copied = plainColumn(rule, unsettled, columns)
    if (copied) plain.set(name, copied)
    const sql = copied?.sql ?? computedColumn(rule, unsettled, columns)
    const isExclusive = (config.end_exclusive as readonly string[]).includes(name)
    return { name, sql: isExclusive ? dayBefore(sql) : sql }
  })
  refuseWithoutGroup(
    feed,
    opened,
    (column) => plain.has(column) || column in (config.columns ?? {}),
  )
  return { reads: columns.all, canonical, sourceNames: columns.names(config), plain }
}

/** The columns that a mapping reads, each once and in the order in which it is first needed. */
class ReadColumns {
  readonly all: ReadColumn[] = []
  readonly #opened: Unsettled['opened']

  constructor(opened: Unsettled['opened']) {
    this.#opened = opened
  }

  read({ alias, name }: SourceReference): ReadColumn {
    const spelled = findColumn(firstOf(this.#opened, alias), name)?.name ?? name
    const found = this.all.find((one) => one.alias === alias && one.name === spelled)
    if (found) return found
    const sql = `source__${this.all.length + 1}`
    const column = { alias, name: spelled, sql, spellings: new Set<string>() }
    this.all.push(column)
    return column
  }

  names({ sources }: FeedConfig): string[] {
    return this.all.map(({ alias, name }) => (sources ? `${alias}.${name}` : name))
  }
}

/** The source column that a canonical one copies; undefined where it copies none. */
const plainColumn = (
  { name, required }: ColumnRule,
  { feed, config, opened }: Unsettled,
  columns: ReadColumns,
): ReadColumn | undefined => {
  if (config.columns === undefined) {
    const first = firstOf(opened, onlySource)
    if (findColumn(first, name)) return columns.read({ alias: onlySource, name })
    if (required) throw missingColumn(first, name, `required by ${feed.name}`)
    return undefined
  }
  const source = config.columns[name]
  if (!source || !('column' in source)) return undefined
  const where = `feeds.${feed.name}.columns.${name}`
  return columns.read(resolve(splitName(config, source.column), where, config, opened))
}

const computedColumn = (
  { name, kind }: ColumnRule,
  { config, parts, opened }: Unsettled,
  columns: ReadColumns,
): string => {
  const source = config.columns?.[name]
  if (source && 'constant' in source) return literal(source.constant)
  if (!source || !('expression' in source)) return 'cast(null as varchar)'
  const part = parts.find(({ canonical }) => canonical === name)
  const inputs = (part?.references ?? []).map(
    (one) => columns.read(resolve(one, part?.where ?? name, config, opened)).sql,
  )
  return castOrReject(source.expression, kind, inputs)
}

/** Returns the select list that reads the columns of one source from one of its files. */
export const readList = (mapping: Mapping, alias: string, open: OpenFile): string[] =>
  mapping.reads
    .filter((column) => column.alias === alias)
    .flatMap((column) => {
      const text = findColumn(open, column.name)?.text ?? 'null'
      const names = [column.sql, ...[...column.spellings].map(identifier)]
      return names.map((name) => `${text} as ${name}`)
    })
