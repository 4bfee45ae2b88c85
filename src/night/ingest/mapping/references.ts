import type { FeedConfig } from '../../../config/pipeline.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { Feed } from '../../../feeds/index.ts'
import { type ColumnReference, parseExpression } from './expression.ts'
import { looseName } from '../../../formats/column-name.ts'

/** The alias of a feed's only source, where the pipeline file names none. */
export const onlySource = 'source'

/** Returns the aliases of a feed's sources, first the one that has the rows. */
export const aliasesOf = (config: FeedConfig): string[] =>
  config.sources ? Object.keys(config.sources) : [onlySource]

/** A part of a mapping, and the source columns that it names. */
export interface MappingPart {
  /** Its name in errors: `feeds.claims.columns.claim_id`. */
  readonly where: string
  /** The canonical column that it fills, if any. */
  readonly canonical?: string
  readonly expression?: string
  readonly references: readonly ColumnReference[]
}

/**
 * Lists every part of a feed's mapping that names columns, with its expressions parsed. Throws a
 * `ConfigError` for an expression that is not allowed.
 */
export const mappingParts = async (
  engine: Engine,
  feed: Feed,
  config: FeedConfig,
): Promise<MappingPart[]> => {
  const at = `feeds.${feed.name}`
  const parts: MappingPart[] = []
  for (const [canonical, source] of Object.entries(config.columns ?? {})) {
    const where = `${at}.columns.${canonical}`
    if ('column' in source) {
      parts.push({ where, canonical, references: [splitName(config, source.column)] })
    } else if ('expression' in source) {
      const { expression } = source
      const references = await parseExpression(engine, expression, where)
      parts.push({ where, canonical, expression, references })
    }
  }
  if (config.where !== undefined) {
    const where = `${at}.where`
    const references = await parseExpression(engine, config.where, where)
    parts.push({ where, expression: config.where, references })
  }
  for (const { source, on } of config.join) {
    for (const [left, right] of Object.entries(on)) {
      const references = [splitName(config, left), { source, name: right }]
      parts.push({ where: `${at}.join`, references })
    }
  }
  return parts
}

/** Splits `patients.ZIP` where `patients` is an alias; any other name is one column, dots included. */
export const splitName = (config: FeedConfig, named: string): ColumnReference => {
  const alias = aliasesOf(config).find((known) => named.startsWith(`${known}.`))
  return alias === undefined
    ? { source: undefined, name: named }
    : { source: alias, name: named.slice(alias.length + 1) }
}

/** Returns the names by which a file's header is recognized, as `looseName` spells them. */
export const knownNames = (
  feed: Feed,
  config: FeedConfig,
  parts: readonly MappingPart[],
): ReadonlySet<string> =>
  config.columns === undefined
    ? new Set(Object.keys(feed.columns).map(looseName))
    : new Set(parts.flatMap((part) => part.references).map(({ name }) => looseName(name)))
