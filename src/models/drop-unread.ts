import { type Engine, identifier } from '../engine/engine.ts'
import { tableOf } from './empty.ts'
import { findRelations, relationsOf } from './find.ts'
import { inOrder } from './order.ts'
import type { Relation } from './relation.ts'
import { rooms, type Room } from './rooms.ts'

/**
 * Drops the tables of `from` that no room after `built` reads: at a million members they would take
 * memory from everything that follows. What is public stays, it is yet to be written.
 */
export const dropUnread = async (
  engine: Engine,
  from: Room,
  built: Room,
  all: readonly Relation[] = findRelations(),
): Promise<void> => {
  const later = all.filter(({ room }) => rooms.indexOf(room) > rooms.indexOf(built))
  const isPublic = publicNames(all)
  const isRead = readBy(later)
  const tables = await engine.all<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_catalog = current_database() and table_schema = $1 and table_type = 'BASE TABLE'
     order by table_name`,
    [from],
  )
  for (const { name } of tables) {
    if (isPublic.has(`${from}.${name}`) || isRead(`${from}.${name}`)) continue
    await engine.run(`drop table ${identifier(from)}.${identifier(name)}`)
  }
}

/**
 * The same in the midst of a room, of the tables that `built` was the last to read: what is dropped
 * early is never compressed.
 */
export const dropInputs = async (
  engine: Engine,
  built: Relation,
  all: readonly Relation[] = findRelations(),
): Promise<void> => {
  // Whoever reads a view reads its inputs.
  if (built.header.view) return
  const room = inOrder(relationsOf(built.room, all))
  const later = [
    ...room.slice(room.indexOf(built) + 1),
    ...all.filter((relation) => rooms.indexOf(relation.room) > rooms.indexOf(built.room)),
  ]
  const isPublic = publicNames(all)
  const isRead = readBy(later)
  const inputs = all.filter(({ name }) => built.header.inputs.includes(name))
  for (const input of inputs) {
    const isModel = rooms.indexOf(input.room) >= rooms.indexOf('staging')
    if (!isModel || input.header.view || isPublic.has(input.name) || isRead(input.name)) continue
    await engine.run(`drop table ${tableOf(input)}`)
  }
}

/** Whether any of `later` reads a relation: an audit may read any room before its own without saying so. */
export const readBy = (later: readonly Relation[]): ((name: string) => boolean) => {
  const inputs = new Set(later.flatMap(({ header }) => header.inputs))
  const audits = later.flatMap(({ header }) => Object.values(header.audits)).join('\n')
  return (name) => inputs.has(name) || audits.includes(name)
}

/** The names of the relations that are written into a run. */
export const publicNames = (all: readonly Relation[]): Set<string> =>
  new Set(all.filter(({ header }) => header.public).map(({ name }) => name))
