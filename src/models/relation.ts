import type { Column } from '../engine/engine.ts'
import type { Header } from './header.ts'
import type { Room } from './rooms.ts'

/** A table of the night with its header: a SQL model, or rows that code builds. */
export interface Relation {
  /** `evidence.visit` */
  readonly name: string
  readonly room: Room
  /** The part after the dot. */
  readonly model: string
  /** The file that declares it, from the package's root: `sql/evidence/visit.sql`. */
  readonly file: string
  readonly header: Header
  /** The whole file of a SQL model, so that positions in the query are positions in the file. */
  readonly sql: string | undefined
}

/** The columns that the header declares, in order. */
export const columnsOf = (relation: Relation): Column[] =>
  Object.entries(relation.header.columns).map(([name, { type }]) => ({ name, type }))

/** Returns the column names of a relation of `all` by the relation's name. */
export const declaredColumns =
  (all: readonly Relation[]) =>
  (name: string): string[] | undefined => {
    const relation = all.find((other) => other.name === name)
    return relation && Object.keys(relation.header.columns)
  }

/**
 * Returns the keys of a relation of `all` by the relation's name. The key of a claim line is its
 * position in its file, which ingest hands out once.
 */
export const declaredKeys =
  (all: readonly Relation[]) =>
  (name: string): (readonly string[])[] =>
    name === 'raw.claims'
      ? [['file_rank', 'record']]
      : all.filter((other) => other.name === name).map(({ header }) => header.grain)
