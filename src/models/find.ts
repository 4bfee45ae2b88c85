import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ConfigError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import { parseHeader } from './header.ts'
import type { Relation } from './relation.ts'
import { isRoom, rooms, roomsOnDemand, type Room } from './rooms.ts'
import { withUnions } from './union.ts'

/** The package's own `sql` folder, next to `src` and to `dist`. */
export const sqlFolder: string = fileURLToPath(new URL('../../sql/', import.meta.url))

const opening = '/*---\n'
const closing = '\n---*/'

/**
 * Reads every relation of a night that has a file below `folder`, ordered by name.
 * `sql/<room>/<model>.sql` is a SQL model, `.yaml` a relation that code builds.
 * @throws ConfigError with file and line, where a header is missing or wrong.
 */
export const findRelations = (folder: string = sqlFolder): readonly Relation[] =>
  partsOf(folder).nightly

/** Reads every relation of the rooms that are built on demand, likewise. */
export const findOnDemand = (folder: string = sqlFolder): readonly Relation[] =>
  partsOf(folder).onDemand

interface Parts {
  readonly nightly: readonly Relation[]
  readonly onDemand: readonly Relation[]
}

/** The package's own relations: they do not change while it runs, and parsing them takes 0.1 s. */
let cached: Parts | undefined

const partsOf = (folder: string): Parts =>
  folder === sqlFolder ? (cached ??= readParts(folder)) : readParts(folder)

const readParts = (folder: string): Parts => {
  const files = relationFiles(folder)
    .map((file) => readRelation(folder, file))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const relations = withUnions(files)
  return {
    nightly: relations.filter(({ room }) => rooms.includes(room)),
    onDemand: relations.filter(({ room }) => roomsOnDemand.includes(room)),
  }
}

/** Lists the files of relations below `folder`, as `<room>/<name>`. */
export const relationFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(`${folder}/${name}`).map((file) => `${name}/${file}`))
    .filter((file) => /\.(sql|yaml)$/.test(file))
    .sort()

/** The relations of one room, whether SQL or code builds them. */
export const relationsOf = (room: Room, all: readonly Relation[] = findRelations()): Relation[] =>
  all.filter((relation) => relation.room === room)

/** Finds a relation by its name. @throws ConfigError where there is none. */
export const relationNamed = (
  name: string,
  all: readonly Relation[] = findRelations(),
): Relation => {
  const found = all.find((relation) => relation.name === name)
  if (found) return found
  const names = all.map((relation) => relation.name)
  throw new ConfigError(`no relation is named ${name}`, didYouMean(name, names))
}

/** Reads one of `relationFiles`. @throws ConfigError where its header is missing or wrong. */
export const readRelation = (folder: string, path: string): Relation => {
  const file = `sql/${path}`
  const [, room = '', model = '', kind] = /^(\w+)\/([a-z][a-z0-9_]*)\.(sql|yaml)$/.exec(path) ?? []
  if (model === '') throw new ConfigError(`${file}: expected a lowercase name like visit.sql`)
  if (!isRoom(room)) {
    const names = [...rooms, ...roomsOnDemand].join(', ')
    throw new ConfigError(`${file}: expected one of the rooms ${names}, found ${room}`)
  }
  const text = readFileSync(`${folder}/${path}`, 'utf8')
  const relation = { name: `${room}.${model}`, room, model, file }
  if (kind === 'yaml') {
    const header = parseHeader(text, file)
    if (header.made_by === undefined && !header.union) {
      throw new ConfigError(`${file}:1: expected made_by, the source file that builds the rows`)
    }
    return { ...relation, header, sql: undefined }
  }
  const end = text.indexOf(closing)
  if (!text.startsWith(opening) || end < 0) {
    throw new ConfigError(
      `${file}:1: expected a header between /*--- and ---*/, each on a line of its own`,
    )
  }
  const header = parseHeader(text.slice(opening.length, end + 1), file, 2)
  return { ...relation, header, sql: text }
}
