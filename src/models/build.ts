import type { Engine } from '../engine/engine.ts'
import { ConfigError, EmpanelError, exitCode } from '../base/errors.ts'
import { meant } from '../base/suggest.ts'
import type { ManifestDraft } from '../runs/manifest.ts'
import type { Progress } from '../base/progress.ts'
import { queriesOf } from './ast.ts'
import { auditsOf } from './audits.ts'
import { columnsDiffer } from './columns.ts'
import { tableOf } from './empty.ts'
import { findRelations, relationsOf } from './find.ts'
import { importsAsNames } from './import-names.ts'
import { inOrder } from './order.ts'
import { knownColumns, knownKeys, type Relation } from './relation.ts'
import type { Room } from './rooms.ts'
import { isUniqueByConstruction } from './unique.ts'

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
      throw new ConfigError(`no file in sql/${room} declares ${name}`, meant(name, made))
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
  if (relation.sql !== undefined) await createTable(night.engine, relation, relation.sql)
  else if (maker) await maker(night)
  else throw new ConfigError(`${relation.file}: expected a maker for ${relation.name}, found none`)
  const differ = columnsDiffer(relation, await night.engine.describe(tableOf(relation)))
  if (differ !== undefined) throw new ConfigError(`${relation.file}: ${differ}`)
  if (!relation.header.view) {
    const counted = await night.engine.first<{ rows: number }>(
      `select count(*) as rows from ${tableOf(relation)}`,
    )
    night.manifest.rowCounts[relation.name] = counted?.rows ?? 0
  }
  await audit(night, relation, await provesItsGrain(night.engine, relation, all))
}

const createTable = async (engine: Engine, relation: Relation, sql: string): Promise<void> => {
  try {
    const kind = relation.header.view ? 'view' : 'table'
    await engine.run(`create ${kind} ${tableOf(relation)} as\n${importsAsNames(sql)}`)
  } catch (error) {
    const told = withoutValues(error)
    throw new EmpanelError(
      `${relation.file}: ${told}`,
      exitCode.failed,
      told.startsWith('Out of Memory')
        ? 'Nothing was published. Raise settings.memory_limit of the pipeline file, or lower settings.threads.'
        : undefined,
    )
  }
}

/** Errors of names and syntax whole; of others, which may quote a member's data, only the kind. */
const withoutValues = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error)
  return /^(Parser|Binder|Catalog) Error/.test(message)
    ? message
    : (/^[\w ]+ Error/.exec(message)?.[0] ?? 'the engine gave an error')
}

/** What was proved of a model holds for every night of this process: its text does not change. */
const proofs = new WeakMap<Relation, boolean>()

const provesItsGrain = async (
  engine: Engine,
  relation: Relation,
  all: readonly Relation[],
): Promise<boolean> => {
  if (relation.sql === undefined) return false
  const known = proofs.get(relation)
  if (known !== undefined) return known
  const [query] = queriesOf(await engine.ast(relation.sql))
  const proof =
    query !== undefined &&
    isUniqueByConstruction(query, relation.header.grain, knownColumns(all), knownKeys(all))
  proofs.set(relation, proof)
  return proof
}

const audit = async (night: Workshop, relation: Relation, isUnique: boolean): Promise<void> => {
  const failed: string[] = []
  for (const { name, sql } of auditsOf(relation, isUnique)) {
    const found = sql === undefined ? undefined : await night.engine.first<{ bad: number }>(sql)
    const bad = found?.bad ?? 0
    night.manifest.audits.push({ relation: relation.name, audit: name, bad })
    if (bad > 0) failed.push(`${name} found ${bad} bad row${bad === 1 ? '' : 's'}`)
  }
  if (failed.length > 0) {
    throw new EmpanelError(
      `${relation.name}: expected no bad rows; audit ${failed.join('; audit ')}`,
      exitCode.failed,
      `Nothing was published. The audits are in the head of ${relation.file}.`,
    )
  }
}
