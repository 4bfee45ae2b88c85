import type { Engine } from '../engine/engine.ts'
import { identifier, literal } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import { runKey } from './output.ts'
import type { Manifest } from './manifest.ts'

/** The names (`schema.relation`) of the public relations that a run wrote. */
const writtenRelations = (manifest: Manifest): string[] =>
  manifest.outputs.flatMap(({ name }) => {
    const match = /^([a-z_]+)\/([a-z_]+)\.parquet$/.exec(name)
    return match && match[1] !== 'quarantine' ? [`${match[1]}.${match[2]}`] : []
  })

const attach = async (
  engine: Engine,
  lake: Lake,
  manifest: Manifest,
  relation: string,
): Promise<void> => {
  const [schema = '', name = ''] = relation.split('.')
  const file = await lake.localPath(runKey(manifest.run_id, `${schema}/${name}.parquet`))
  await engine.run(`create schema if not exists ${identifier(schema)}`)
  await engine.run(
    `create view ${identifier(schema)}.${identifier(name)} as select * from read_parquet(${literal(file)})`,
  )
}

/** Gives the engine a view of each public relation of the run, under its own name. */
export const attachRun = async (engine: Engine, lake: Lake, manifest: Manifest): Promise<void> => {
  for (const relation of writtenRelations(manifest)) {
    await attach(engine, lake, manifest, relation)
  }
}

/** The same of some relations only. Throws where the run, written by another version, lacks one. */
export const attachRelations = async (
  engine: Engine,
  lake: Lake,
  manifest: Manifest,
  relations: readonly string[],
): Promise<void> => {
  requireRelations(manifest, relations)
  for (const relation of relations) await attach(engine, lake, manifest, relation)
}

/** The local file of a relation where the run wrote it. */
export const writtenFile = async (
  lake: Lake,
  manifest: Manifest,
  relation: string,
): Promise<string | undefined> =>
  writtenRelations(manifest).includes(relation)
    ? lake.localPath(runKey(manifest.run_id, `${relation.replace('.', '/')}.parquet`))
    : undefined

/** The local file of one public relation of a run; an error names what there is. */
export const relationFile = async (
  lake: Lake,
  manifest: Manifest,
  relation: string,
): Promise<string> => {
  const known = writtenRelations(manifest)
  if (!known.includes(relation)) {
    throw new ConfigError(
      `Expected a relation of run ${manifest.run_id}, found "${relation}".`,
      `There are: ${known.join(', ')}.`,
    )
  }
  return lake.localPath(runKey(manifest.run_id, `${relation.replace('.', '/')}.parquet`))
}

/** Throws a `ConfigError` where the run, written by another version, lacks one of these relations. */
export const requireRelations = (manifest: Manifest, needed: readonly string[]): void => {
  const known = new Set(writtenRelations(manifest))
  const missing = needed.filter((name) => !known.has(name))
  if (missing.length === 0) return
  throw new ConfigError(
    `Run ${manifest.run_id} has no ${missing.join(', ')}: empanel ${manifest.version.empanel} wrote it, with other models than these.`,
    'Run the night again, or name another run with --run.',
  )
}
