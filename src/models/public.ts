import { findRelations } from './find.ts'
import type { Relation } from './relation.ts'

/** The relations that every run writes as Parquet, each ordered by its grain. */
export const publicRelations = (all: readonly Relation[] = findRelations()): Relation[] =>
  all.filter((relation) => relation.header.public)

export const publicNames = (all: readonly Relation[]): Set<string> =>
  new Set(publicRelations(all).map(({ name }) => name))
