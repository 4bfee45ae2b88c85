import { expect, test } from 'vitest'
import { findOnDemand, findRelations, relationNamed } from '../../src/models/find.ts'
import { madeFile, modelFile, sqlFolderOf } from './build-context.ts'

const visit = modelFile(
  `
grain: [member_id]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  visits: {type: BIGINT, meaning: "Days, not lines."}
`,
  'with final as (select 1)\nselect * from final',
)

test('a file names its relation by its folder and name', async () => {
  const folder = await sqlFolderOf({
    'evidence/visit.sql': visit,
    'run/parameter.yaml': madeFile('[]', { as_of: 'DATE' }),
  })
  const found = findRelations(folder)
  expect(found.map(({ name }) => name)).toEqual(['evidence.visit', 'run.parameter'])
  expect(found[0]).toMatchObject({
    room: 'evidence',
    file: 'sql/evidence/visit.sql',
    header: { grain: ['member_id'], columns: { visits: { type: 'BIGINT' } }, inputs: [] },
  })
  expect(found[1]?.sql).toBeUndefined()
})

test('the rooms on demand are not part of a night', async () => {
  const folder = await sqlFolderOf({ 'evidence/visit.sql': visit, 'history/visit.sql': visit })
  expect(findRelations(folder).map(({ name }) => name)).toEqual(['evidence.visit'])
  expect(findOnDemand(folder).map(({ name }) => name)).toEqual(['history.visit'])
})

test.each([
  ['a misspelled key', visit.replace('grain:', 'grian:'), /visit\.sql:3:\d+: .*grian.*"grain"/s],
  [
    'a type that the engines do not share',
    visit.replace('BIGINT', 'HUGEINT'),
    /visit\.sql:6.*BIGINT/s,
  ],
  [
    'a grain that is no column',
    visit.replace('[member_id]', '[membr_id]'),
    /visit\.sql.*membr_id/s,
  ],
  ['broken YAML', visit.replace('{type: VARCHAR', '{type: VARCHAR, {'), /visit\.sql:5/],
  ['no header', 'select 1', /visit\.sql:1: expected a header/],
])('%s is reported with file and line', async (_, text, message) => {
  const folder = await sqlFolderOf({ 'evidence/visit.sql': text })
  expect(() => findRelations(folder)).toThrow(message)
})

test('a relation without SQL names the code that builds it', async () => {
  const text = madeFile('[]', { as_of: 'DATE' }).replace(/made_by.*\n/, '')
  const folder = await sqlFolderOf({ 'run/parameter.yaml': text })
  expect(() => findRelations(folder)).toThrow(/parameter\.yaml:1: expected made_by/)
})

test('a folder that is no room is refused', async () => {
  const folder = await sqlFolderOf({ 'evidense/visit.sql': visit })
  expect(() => findRelations(folder)).toThrow(/expected one of the rooms .* found evidense/)
})

test('the error for an unknown relation suggests the one that was meant', async () => {
  const folder = await sqlFolderOf({ 'evidence/visit.sql': visit })
  expect(() => relationNamed('evidence.vist', findRelations(folder))).toThrow(
    expect.objectContaining({ hint: 'Did you mean "evidence.visit"?' }),
  )
})
