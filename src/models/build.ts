import type { Engine } from '../engine/engine.ts'
import { ConfigError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import type { ManifestDraft } from '../runs/manifest.ts'
import type { Progress } from '../base/progress.ts'
import { auditRelation, checkColumns, createRelation, refuseBadRows } from './build-relation.ts'
import { tableOf } from './empty.ts'
import { findRelations, relationsOf } from './find.ts'
import { inOrder } from './order.ts'
import type { Relation } from './relation.ts'
import type { Room } from './rooms.ts'

/** The part of a night that building needs. */
export interface Workshop {
  readonly engine: Engine
  readonly manifest: ManifestDraft
  readonly progress: Progress
}

/** Creates the table of one relation that code makes, with the columns of its header. */
export type Maker<N> = (night: N) => Promise<void>

/**
 * Builds all relations of a room, each after its inputs: a SQL model as a table, one that code makes
 * by its maker in `makers`, which go by the relation's whole name (`assignment.geographic`). What
 * comes out is held against the header's columns and audits; row counts and audits go to the
 * manifest. `whenBuilt` is called with each relation that passed.
 * @throws EmpanelError where a relation is not what its header says, or an audit finds bad rows.
 */
export const buildRoom = async <N extends Workshop>(
  night: N,
  room: Room,
  makers: Readonly<Record<string, Maker<N>>> = {},
  all: readonly Relation[] = findRelations(),
  whenBuilt: (relation: Relation) => Promise<void> = async () => {},
): Promise<void> => {
  const relations = inOrder(relationsOf(room, all))
  const made = relations.filter(({ sql }) => sql === undefined).map(({ name }) => name)
  for (const name of Object.keys(makers)) {
    if (!made.includes(name)) {
      throw new ConfigError(`no file in sql/${room} declares ${name}`, didYouMean(name, made))
    }
  }
  await night.engine.run(`create schema if not exists ${room}`)
  night.progress.start(room, relations.length)
  for (const relation of relations) {
    await buildRelation(night, relation, makers[relation.name], all)
    await whenBuilt(relation)
    night.progress.advance()
  }
}

/** Builds one relation, whose inputs are there, and holds it against its header. */
const buildRelation = async <N extends Workshop>(
  night: N,
  relation: Relation,
  maker: Maker<N> | undefined,
  all: readonly Relation[],
): Promise<void> => {
  if (relation.sql !== undefined) await createRelation(night.engine, relation, relation.sql)
  else if (maker) await maker(night)
  else throw new ConfigError(`${relation.file}: expected a maker for ${relation.name}, found none`)
  await checkColumns(night.engine, relation)
  const rows = relation.header.view ? undefined : await countRows(night.engine, relation)
  if (rows !== undefined) night.manifest.rowCounts[relation.name] = rows
  const results = await auditRelation(night.engine, relation, all, rows)
  night.manifest.audits.push(...results.map((result) => ({ relation: relation.name, ...result })))
  refuseBadRows(relation, results, 'Nothing was published.')
}

const countRows = async (engine: Engine, relation: Relation): Promise<number> => {
  const counted = await engine.first<{ rows: number }>(
    `select count(*) as rows from ${tableOf(relation)}`,
  )
  return counted?.rows ?? 0
}
