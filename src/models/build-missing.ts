import { type Engine, identifier } from '../engine/engine.ts'
import type { Builder } from './build.ts'
import { createRelation } from './build-relation.ts'
import { findRelations, relationNamed } from './find.ts'
import type { Relation } from './relation.ts'
import { namesIn } from './table.ts'

/** The builders of relations that no query defines, by name; all that they need is an engine. */
export type EngineBuilders = Readonly<Record<string, Builder<{ readonly engine: Engine }>>>

/**
 * Builds `targets`, and before them every relation that they need and the engine does not have, by
 * the night's own models and the given builders: a part of a night on relations that exist already.
 * `queryOf` may narrow the query of a model to the rows that are asked for. Throws where neither a
 * model nor a builder has what is missing.
 */
export const buildMissing = async (
  engine: Engine,
  targets: readonly string[],
  builders: EngineBuilders,
  queryOf: (relation: Relation) => string | undefined = ({ sql }) => sql,
): Promise<void> => {
  const present = await namesIn(engine)
  const all = findRelations()
  const build = async (name: string): Promise<void> => {
    if (present.has(name)) return
    present.add(name)
    const relation = relationNamed(name, all)
    for (const input of relation.header.inputs) await build(input)
    await engine.run(`create schema if not exists ${identifier(relation.room)}`)
    const [query, builder] = [queryOf(relation), builders[name]]
    if (query !== undefined) await createRelation(engine, relation, query)
    else if (builder) await builder({ engine }, relation)
    else throw new Error(`Expected ${name} in the engine or a builder for it, found neither`)
  }
  for (const target of targets) await build(target)
}
