import { findRelations, relationsOf } from './find.ts'
import type { Relation } from './relation.ts'
import { rooms } from './rooms.ts'

/** How the relations follow from each other: Markdown with a Mermaid chart of the rooms and one a room. */
export const lineage = (all: readonly Relation[] = findRelations()): string => {
  const inhabited = rooms.filter((room) => all.some((relation) => relation.room === room))
  const charts = inhabited
    .map((room) => ({ room, relations: relationsOf(room, all) }))
    .filter(({ relations }) => relations.some(({ header }) => header.inputs.length > 0))
    .map(({ room, relations }) => `## ${room}\n\n${mermaid(relations.flatMap(edges))}`)
  return [
    '# Lineage',
    'Data flows from left to right: a room reads itself and those before it. Rounded boxes are made by code, the others by SQL.',
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

const edges = (relation: Relation): string[] => {
  const [open, close] = relation.sql === undefined ? ['(', ')'] : ['[', ']']
  const node = `${id(relation.name)}${open}"${relation.name}"${close}`
  return [
    node,
    ...relation.header.inputs.map((input) => `${id(input)}["${input}"] --> ${id(relation.name)}`),
  ]
}

/** Mermaid has no dots in ids, and reserves a few words that an underscore keeps off. */
const id = (name: string): string => name.replace('.', '__')
