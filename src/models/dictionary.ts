import { findRelations, relationsOf } from './find.ts'
import type { Relation } from './relation.ts'
import { rooms } from './rooms.ts'

/** What each relation and column means, from the headers, as Markdown. */
export const modelDictionary = (all: readonly Relation[] = findRelations()): string =>
  [
    '# Relations',
    'Every relation of a night, by room. `baseline.<name>` is the public relation of that name, of the run that the night is compared with. From `run` on, the types, names and grains here are checked against the tables each night.',
    ...rooms.flatMap((room) => {
      const relations = relationsOf(room, all)
      return relations.length === 0 ? [] : [`## ${room}`, ...relations.map(entry)]
    }),
    '',
  ].join('\n\n')

const entry = ({ name, file, header }: Relation): string => {
  const facts = [
    header.grain.length > 0 ? `- Grain: ${header.grain.join(', ')}` : '- One row',
    ...(header.inputs.length > 0 ? [`- From: ${header.inputs.join(', ')}`] : []),
    `- Made by: ${header.made_by ?? file}`,
    ...(header.public ? [`- Published as: ${name.replace('.', '/')}.parquet`] : []),
    ...Object.keys(header.audits).map((audit) => `- Audit: ${audit.replaceAll('_', ' ')}`),
  ]
  const columns = Object.entries(header.columns).map(
    ([column, { type, meaning }]) => `| ${column} | ${type} | ${cell(meaning)} |`,
  )
  const table = ['| column | type | meaning |', '|---|---|---|', ...columns]
  return [`### ${name}`, header.summary, facts.join('\n'), table.join('\n')].join('\n\n')
}

const cell = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim()
