import { relationsOf } from './find.ts'
import type { Relation } from './relation.ts'
import { type Room, roomMeaning, rooms, roomsOnDemand } from './rooms.ts'

/**
 * What each relation and column means, from the headers: Markdown pages by file name. `relations.md`
 * lists every relation, `relations/<room>.md` describes those of one room.
 */
export const modelDictionary = (all: readonly Relation[]): Readonly<Record<string, string>> => {
  const inhabited = [...rooms, ...roomsOnDemand].filter((room) => relationsOf(room, all).length > 0)
  return {
    'relations.md': indexPage(inhabited, all),
    ...Object.fromEntries(
      inhabited.map((room) => [`relations/${room}.md`, roomPage(room, inhabited, all)]),
    ),
  }
}

const readingNotes =
  'A room reads its own relations and those of the rooms before it. `baseline.<name>` is the public relation called `<name>` in the run that the night is compared with. From `run` on, every night checks the types, names and grains given here against the tables.'

const onDemandNotes =
  'This room is no part of a night: a command builds it when it needs it, from what nights and closes wrote, with the same checks. No other room reads it.'

const page = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`

const indexPage = (inhabited: readonly Room[], all: readonly Relation[]): string =>
  page([
    '# Relations',
    `Every relation, by room. ${readingNotes} The rooms ${roomsOnDemand.join(', ')} are no part of a night: a command builds them when it needs them. [Lineage](lineage.md) draws which relation reads which.`,
    ...inhabited.flatMap((room) => [
      `## [${room}](relations/${room}.md)`,
      roomMeaning[room],
      markdownTable(
        ['relation', 'what it holds'],
        relationsOf(room, all).map(({ name, header }) => [
          `[${name}](relations/${room}.md#${anchorOf(name)})`,
          firstSentence(header.summary),
        ]),
      ),
    ]),
  ])

const roomPage = (room: Room, inhabited: readonly Room[], all: readonly Relation[]): string => {
  const linked = (others: readonly Room[]): string[] =>
    inhabited
      .filter((other) => others.includes(other))
      .map((other) => (other === room ? other : `[${other}](${other}.md)`))
  const doors = [linked(rooms).join(' → '), linked(roomsOnDemand).join(', ')].filter(Boolean)
  return page([
    `# ${room}`,
    roomMeaning[room],
    `Rooms: ${doors.join('; on demand: ')}. [All relations](../relations.md) · [Lineage](../lineage.md)`,
    rooms.includes(room) ? readingNotes : onDemandNotes,
    ...relationsOf(room, all).map((relation) => entry(relation, all)),
  ])
}

const entry = ({ name, file, header }: Relation, all: readonly Relation[]): string => {
  const inputs = header.inputs.map((input) => linkTo(input, all))
  const facts = [
    header.grain.length > 0 ? `- Grain: ${header.grain.join(', ')}` : '- One row',
    ...(inputs.length > 0 ? [`- From: ${inputs.join(', ')}`] : []),
    `- Built by: ${header.made_by ?? file}`,
    ...(header.public ? [`- Published as: ${name.replace('.', '/')}.parquet`] : []),
    ...Object.keys(header.audits).map((audit) => `- Audit: ${audit.replaceAll('_', ' ')}`),
  ]
  const columns = Object.entries(header.columns).map(([column, { type, meaning }]) => [
    column,
    type,
    meaning,
  ])
  const table = markdownTable(['column', 'type', 'meaning'], columns)
  return [`## ${name}`, header.summary, facts.join('\n'), table].join('\n\n')
}

/** A link from one room's page; a relation of the baseline is described as the public one. */
const linkTo = (name: string, all: readonly Relation[]): string => {
  const [room, model] = name.split('.')
  const described = all.find((relation) =>
    room === 'baseline'
      ? relation.header.public && relation.model === model
      : relation.name === name,
  )
  return described ? `[${name}](${described.room}.md#${anchorOf(described.name)})` : name
}

/** The anchor that GitHub makes of a heading. */
const anchorOf = (name: string): string => name.replaceAll('.', '')

const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n')

const cell = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim()

const firstSentence = (text: string): string => /^.*?\.(?=\s)/s.exec(text.trim())?.[0] ?? text
