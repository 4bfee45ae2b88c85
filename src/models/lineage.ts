import { findRelations, relationsOf } from './find.ts'
import type { Relation } from './relation.ts'
import { rooms, roomsOnDemand } from './rooms.ts'

/** Which relation reads which: a Markdown page with a Mermaid chart of the rooms and one chart per room. */
export const lineage = (all: readonly Relation[] = findRelations()): string => {
  const inhabited = [...rooms, ...roomsOnDemand].filter((room) =>
    all.some((relation) => relation.room === room),
  )
  const charts = inhabited
    .map((room) => ({ room, relations: relationsOf(room, all) }))
    .filter(({ relations }) => relations.some(({ header }) => header.inputs.length > 0))
    .map(({ room, relations }) => `## [${room}](relations/${room}.md)\n\n${chart(relations, all)}`)
  return [
    '# Lineage',
    'Data flows from left to right: a room reads its own relations and those of the rooms before it. The rooms that a command builds on demand read every room of the night. Rounded boxes are built by code, the others by SQL. [Relations](relations.md) describes each relation and its columns.',
    mermaid([...new Set(all.flatMap(roomEdges))].sort()),
    ...charts,
    '',
  ].join('\n\n')
}

const mermaid = (lines: readonly string[]): string =>
  ['```mermaid', 'flowchart LR', ...lines.map((line) => `  ${line}`), '```'].join('\n')

const roomEdges = ({ room, header }: Relation): string[] =>
  header.inputs
    .map((input) => input.split('.')[0])
    .filter((other) => other !== room)
    .map((other) => `${other} --> ${room}`)

/** Draws a room: a box for each relation in it or read by it, then the arrows between them. */
const chart = (relations: readonly Relation[], all: readonly Relation[]): string => {
  const names = new Set(relations.flatMap(({ name, header }) => [...header.inputs, name]))
  const boxes = [...names].sort().map((name) => {
    const isBuiltByCode = all.find((relation) => relation.name === name)?.sql === undefined
    return isBuiltByCode ? `${id(name)}("${name}")` : `${id(name)}["${name}"]`
  })
  const arrows = relations.flatMap(({ name, header }) =>
    header.inputs.map((input) => `${id(input)} --> ${id(name)}`),
  )
  return mermaid([...boxes, ...arrows])
}

/** Mermaid allows no dots in ids and reserves a few words, which the underscores avoid. */
const id = (name: string): string => name.replace('.', '__')
