import { parquetRows } from '../engine/file-sql.ts'
import type { Engine } from '../engine/engine.ts'
import { identifier } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import type { Manifest } from './manifest.ts'
import { runKey } from './run-id.ts'

/** Names (`schema.relation`) the public relations that a run wrote. */
const writtenRelations = (manifest: Manifest): string[] =>
  manifest.outputs.flatMap(({ name }) => {
    const match = /^([a-z_]+)\/([a-z_]+)\.parquet$/.exec(name)
    return match && match[1] !== 'quarantine' ? [`${match[1]}.${match[2]}`] : []
  })

/** The key of the file of a public relation. */
const relationKey = ({ run_id: id }: Manifest, relation: string): string =>
  runKey(id, `${relation.replace('.', '/')}.parquet`)

const attach = async (
  engine: Engine,
  lake: Lake,
  manifest: Manifest,
  relation: string,
): Promise<void> => {
  const [schema = '', name = ''] = relation.split('.')
  const file = await lake.localPath(relationKey(manifest, relation))
  await engine.run(`create schema if not exists ${identifier(schema)}`)
  await engine.run(
    `create view ${identifier(schema)}.${identifier(name)} as select * from ${parquetRows(file)}`,
  )
}

/** Creates a view of each public relation of a run, under the relation's own name. */
export const attachRun = async (engine: Engine, lake: Lake, manifest: Manifest): Promise<void> => {
  for (const relation of writtenRelations(manifest)) {
    await attach(engine, lake, manifest, relation)
  }
}

/**
 * Creates a view of each of these relations of a run.
 *
 * @throws ConfigError where the run, written by another version, lacks one
 */
export const attachRelations = async (
  engine: Engine,
  lake: Lake,
  manifest: Manifest,
  relations: readonly string[],
): Promise<void> => {
  requireRelations(manifest, relations)
  for (const relation of relations) await attach(engine, lake, manifest, relation)
}

/** Returns the local file of a relation, or undefined where the run did not write it. */
export const writtenFile = async (
  lake: Lake,
  manifest: Manifest,
  relation: string,
): Promise<string | undefined> =>
  writtenRelations(manifest).includes(relation)
    ? lake.localPath(relationKey(manifest, relation))
    : undefined

/**
 * Returns the local file of a public relation of a run.
 *
 * @throws ConfigError where there is no such relation; it lists those there are
 */
export const relationFile = async (
  lake: Lake,
  manifest: Manifest,
  relation: string,
): Promise<string> => {
  const file = await writtenFile(lake, manifest, relation)
  if (file !== undefined) return file
  throw new ConfigError(
    `Expected a relation of run ${manifest.run_id}, found "${relation}".`,
    `There are: ${writtenRelations(manifest).join(', ')}.`,
  )
}

/** Throws a `ConfigError` where the run, written by another version, lacks one of these relations. */
export const requireRelations = (manifest: Manifest, needed: readonly string[]): void => {
  const written = new Set(writtenRelations(manifest))
  const missing = needed.filter((name) => !written.has(name))
  if (missing.length === 0) return
  throw new ConfigError(
    `Run ${manifest.run_id} has no ${missing.join(', ')}: empanel ${manifest.version.empanel} wrote it, with other models than these.`,
    'Run the night again, or name another run with --run.',
  )
}
