import type { Column } from '../engine/engine.ts'
import type { Header } from './header.ts'
import type { Room } from './rooms.ts'

/** A table of the night: a SQL model, or rows that code makes, with what its header says. */
export interface Relation {
  /** `evidence.visit` */
  readonly name: string
  readonly room: Room
  /** The part after the dot. */
  readonly model: string
  /** Where it is written down, from the package's root: `sql/evidence/visit.sql`. */
  readonly file: string
  readonly header: Header
  /** The whole file of a SQL model, so that places in the query are places in the file. */
  readonly sql: string | undefined
}

/** The columns as the header declares them. */
export const columnsOf = (relation: Relation): Column[] =>
  Object.entries(relation.header.columns).map(([name, { type }]) => ({ name, type }))

/** The names of the columns of any of `all`, by the relation's name. */
export const knownColumns =
  (all: readonly Relation[]) =>
  (name: string): string[] | undefined => {
    const relation = all.find((other) => other.name === name)
    return relation && Object.keys(relation.header.columns)
  }

/** What names a row of any of `all`; of claims it is the place, which ingest gives out once. */
export const knownKeys =
  (all: readonly Relation[]) =>
  (name: string): (readonly string[])[] =>
    name === 'raw.claims'
      ? [['file_rank', 'record']]
      : all.filter((other) => other.name === name).map(({ header }) => header.grain)
