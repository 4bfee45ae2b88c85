import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { rooms } from '../../src/models/rooms.ts'
import { nightlyStages } from '../../src/night/nightly.ts'

const night = fileURLToPath(new URL('../../src/night/', import.meta.url))

const schemas: ReadonlySet<string> = new Set(rooms)

/** The stages that the code of each room runs. */
const stagesOf: Readonly<Record<string, readonly string[]>> = {
  book: ['book'],
  policy: ['policy', 'deliveries'],
  ingest: ['ingest'],
  validate: ['validate'],
  prepare: ['prepare'],
  gather: ['gather'],
  assign: ['assign'],
  attribute: ['attribute'],
  reconcile: ['reconcile'],
  publish: ['publish'],
}

const sourceOf = (room: string): string =>
  readdirSync(night + room, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${night}${room}/${file}`, 'utf8'))
    .join('\n')

/** The schemas of a night that a pattern finds in front of a relation's name. */
const schemasIn = (source: string, pattern: RegExp): string[] =>
  [...source.matchAll(pattern)]
    .flatMap(([, schema = '']) => (schemas.has(schema) ? [schema] : []))
    .toSorted()

const declared = (room: string): { reads: Set<string>; writes: Set<string> } => {
  const stages = nightlyStages.filter(({ name }) => stagesOf[room]?.includes(name))
  const writes = new Set(stages.map((stage) => stage.writes))
  return { reads: new Set([...writes, ...stages.flatMap(({ reads }) => reads)]), writes }
}

test('every stage belongs to a room', () => {
  const stages = nightlyStages.map(({ name }) => name)
  expect(Object.values(stagesOf).flat().toSorted()).toEqual(stages.toSorted())
})

test.each(Object.keys(stagesOf))(
  'the code of %s reads only schemas that its stage lists',
  (room) => {
    const { reads } = declared(room)
    const found = schemasIn(sourceOf(room), /\b(?:from|join)\s+(\w+)\.\w+/gi)
    expect(found.filter((schema) => !reads.has(schema))).toEqual([])
  },
)

test.each(Object.keys(stagesOf))('the code of %s writes only the schema of its stage', (room) => {
  const { writes } = declared(room)
  const found = schemasIn(
    sourceOf(room),
    /(?:\binsert into|\bupdate|\bdelete from|\bcreate(?: or replace)? (?:table|view)|\.appender\()\s*'?(\w+)(?:\.|')/gi,
  )
  expect(found.filter((schema) => !writes.has(schema))).toEqual([])
})
