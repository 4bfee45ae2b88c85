import type { Engine } from '../engine/engine.ts'
import { ConfigError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import type { ManifestDraft } from '../runs/manifest.ts'
import type { Progress } from '../base/progress.ts'
import { auditRelation, checkColumns, createRelation, refuseBadRows } from './build-relation.ts'
import { findRelations, relationsOf } from './find.ts'
import { inOrder } from './order.ts'
import type { Relation } from './relation.ts'
import type { Room } from './rooms.ts'
import { type Rows, createTableOf, tableOf } from './table.ts'

/** The part of a night that building a room needs. */
export interface BuildContext {
  readonly engine: Engine
  readonly manifest: ManifestDraft
  readonly progress: Progress
}

/** Creates the table of a relation that no query defines, with the columns of its header. */
export type Builder<N> = (night: N, relation: Relation) => Promise<void>

export interface BuildOptions<N> {
  /** For each relation without a query, by its full name (`assignment.geographic`). */
  readonly builders?: Readonly<Record<string, Builder<N>>>
  /** @default the package's own relations */
  readonly all?: readonly Relation[]
  /** Called with each relation once it is built and has passed its audits. */
  readonly whenBuilt?: (relation: Relation) => Promise<void>
}

/** Builds a relation from rows that are computed already. */
export const fromRows =
  (rows: Rows): Builder<Pick<BuildContext, 'engine'>> =>
  ({ engine }, relation) =>
    createTableOf(engine, relation, rows)

/**
 * Builds all relations of a room, each after its inputs: SQL models by their queries, the others by
 * `builders`. Checks each result against the columns and audits of its header, and records row
 * counts and audits in the manifest.
 * @throws EmpanelError where a relation does not match its header, or an audit finds bad rows.
 */
export const buildRoom = async <N extends BuildContext>(
  night: N,
  room: Room,
  options: BuildOptions<N> = {},
): Promise<void> => {
  const { builders = {}, all = findRelations(), whenBuilt } = options
  const relations = inOrder(relationsOf(room, all))
  refuseUnknown(Object.keys(builders), room, relations)
  await night.engine.run(`create schema if not exists ${room}`)
  night.progress.start(room, relations.length)
  for (const relation of relations) {
    await create(night, relation, builders[relation.name])
    await checkColumns(night.engine, relation)
    await audit(night, relation, all)
    await whenBuilt?.(relation)
    night.progress.advance()
  }
}

const refuseUnknown = (
  names: readonly string[],
  room: Room,
  relations: readonly Relation[],
): void => {
  const buildable = relations.filter(({ sql }) => sql === undefined).map(({ name }) => name)
  for (const name of names) {
    if (buildable.includes(name)) continue
    throw new ConfigError(`no file in sql/${room} declares ${name}`, didYouMean(name, buildable))
  }
}

const create = async <N extends BuildContext>(
  night: N,
  relation: Relation,
  builder: Builder<N> | undefined,
): Promise<void> => {
  if (relation.sql !== undefined) return createRelation(night.engine, relation, relation.sql)
  if (builder) return builder(night, relation)
  throw new ConfigError(
    `${relation.file}: expected code that builds ${relation.name}, found none`,
    'Give buildRoom a builder of that name.',
  )
}

const audit = async (
  { engine, manifest }: BuildContext,
  relation: Relation,
  all: readonly Relation[],
): Promise<void> => {
  const rows = relation.header.view ? undefined : await countRows(engine, relation)
  if (rows !== undefined) manifest.rowCounts[relation.name] = rows
  const results = await auditRelation(engine, relation, all, rows)
  manifest.audits.push(...results.map((result) => ({ relation: relation.name, ...result })))
  refuseBadRows(relation, results, 'Nothing was published.')
}

const countRows = async (engine: Engine, relation: Relation): Promise<number> => {
  const counted = await engine.first<{ rows: number }>(
    `select count(*) as rows from ${tableOf(relation)}`,
  )
  return counted?.rows ?? 0
}
