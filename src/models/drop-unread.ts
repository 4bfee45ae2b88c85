import { type Engine, identifier } from '../engine/engine.ts'
import { findRelations } from './find.ts'
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
  const kept = new Set([
    ...all.filter(({ header }) => header.public).map(({ name }) => name),
    ...later.flatMap(({ header }) => header.inputs),
  ])
  // An audit may read any room before its own without saying so.
  const audits = later.flatMap(({ header }) => Object.values(header.audits)).join('\n')
  const tables = await engine.all<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_catalog = current_database() and table_schema = $1 and table_type = 'BASE TABLE'
     order by table_name`,
    [from],
  )
  for (const { name } of tables) {
    if (kept.has(`${from}.${name}`) || audits.includes(`${from}.${name}`)) continue
    await engine.run(`drop table ${identifier(from)}.${identifier(name)}`)
  }
}
