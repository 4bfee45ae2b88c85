import { type Engine, identifier } from '../engine/engine.ts'
import { findRelations, relationsOf } from './find.ts'
import { inOrder } from './order.ts'
import { publicNames } from './public.ts'
import type { Relation } from './relation.ts'
import { type Room, rooms } from './rooms.ts'
import { tableOf, tablesIn } from './table.ts'

/**
 * Drops the tables of room `from` that no room after `built` reads: at a million members they would
 * take memory from everything that follows. Public relations stay, because they are written later.
 */
export const dropUnread = async (
  engine: Engine,
  from: Room,
  built: Room,
  all: readonly Relation[] = findRelations(),
): Promise<void> => {
  const isPublic = publicNames(all)
  const isRead = readBy(all.filter(({ room }) => isAfter(room, built)))
  for (const name of await tablesIn(engine, from)) {
    if (!isPublic.has(name) && !isRead(name)) await engine.run(`drop table ${quoted(name)}`)
  }
}

/**
 * Drops the inputs of `built` that nothing after it reads. Called in the middle of a room, because a
 * table that is dropped early is never compressed.
 */
export const dropInputs = async (
  engine: Engine,
  built: Relation,
  all: readonly Relation[] = findRelations(),
): Promise<void> => {
  // Every reader of a view reads the view's inputs.
  if (built.header.view) return
  const room = inOrder(relationsOf(built.room, all))
  const isPublic = publicNames(all)
  const isRead = readBy([
    ...room.slice(room.indexOf(built) + 1),
    ...all.filter((relation) => isAfter(relation.room, built.room)),
  ])
  const inputs = all.filter(({ name }) => built.header.inputs.includes(name))
  for (const input of inputs) {
    const isModel = !isAfter('staging', input.room)
    if (!isModel || input.header.view || isPublic.has(input.name) || isRead(input.name)) continue
    await engine.run(`drop table ${tableOf(input)}`)
  }
}

const quoted = (name: string): string => name.split('.').map(identifier).join('.')

const isAfter = (room: Room, other: Room): boolean => rooms.indexOf(room) > rooms.indexOf(other)

/** Whether any of `later` reads a relation, as an input or in an audit, which need not list its inputs. */
export const readBy = (later: readonly Relation[]): ((name: string) => boolean) => {
  const inputs = new Set(later.flatMap(({ header }) => header.inputs))
  const audits = later.flatMap(({ header }) => Object.values(header.audits)).join('\n')
  return (name) => inputs.has(name) || audits.includes(name)
}
