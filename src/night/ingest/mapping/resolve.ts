import { ConfigError } from '../../../base/errors.ts'
import type { FeedConfig } from '../../../config/pipeline.ts'
import type { OpenFile } from '../opening/opened.ts'
import type { ColumnReference } from './expression.ts'
import { findColumn, missingColumn } from './find-column.ts'
import { aliasesOf } from './references.ts'

/** A column with the alias of its source. */
export interface SourceReference {
  readonly alias: string
  readonly name: string
}

/** Returns the first file of a source. */
export const firstOf = (
  opened: ReadonlyMap<string, readonly OpenFile[]>,
  alias: string,
): OpenFile => {
  const first = opened.get(alias)?.[0]
  if (!first) throw new Error(`no file was opened for ${alias}`)
  return first
}

/**
 * Finds the source that a reference means. `where` names the part of the mapping in errors.
 *
 * @throws ConfigError for an unknown source, or a column that several sources have
 * @throws InputRefused for a column that a file lacks
 */
export const resolve = (
  { source, name }: ColumnReference,
  where: string,
  config: FeedConfig,
  opened: ReadonlyMap<string, readonly OpenFile[]>,
): SourceReference => {
  const aliases = aliasesOf(config)
  const possible = aliases.filter((alias) => source === undefined || alias === source)
  if (possible.length === 0) {
    throw new ConfigError(
      `${where}: expected a column of ${aliases.join(' or ')}, found ${source}.${name}.`,
    )
  }
  const holding = possible.filter((alias) => findColumn(firstOf(opened, alias), name))
  const [alias, second] = holding
  if (second !== undefined) {
    throw new ConfigError(
      `${where}: expected one source with the column ${name}, found ${holding.join(' and ')}.`,
      `Write ${alias}.${name} or ${second}.${name}.`,
    )
  }
  if (alias === undefined) throw missingColumn(firstOf(opened, possible[0] ?? ''), name, where)
  for (const open of opened.get(alias) ?? []) {
    if (!findColumn(open, name)) throw missingColumn(open, name, where)
  }
  return { alias, name }
}
