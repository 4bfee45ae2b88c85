import { expect, test } from 'vitest'
import { modelDictionary } from '../../src/models/dictionary.ts'
import { findRelations } from '../../src/models/find.ts'
import { lineage } from '../../src/models/lineage.ts'
import { publicRelations } from '../../src/models/public.ts'
import { madeFile, modelFile, sqlFolderOf } from './build-context.ts'

const relations = findRelations(
  await sqlFolderOf({
    'staging/member.yaml': madeFile('[member_id]', { member_id: 'VARCHAR' }),
    'evidence/visit.sql': modelFile(
      `grain: [member_id]
inputs: [staging.member]
public: true
columns:
  member_id: {type: VARCHAR, meaning: The member | the person.}
audits:
  no_ghosts: select * from evidence.visit where member_id = ''`,
      'with final as (select member_id from staging.member)\nselect * from final',
    ),
  }),
)

test('the lineage draws rooms and relations from the inputs', () => {
  const page = lineage(relations)
  expect(page).toContain('staging --> evidence')
  expect(page).toContain('evidence__visit["evidence.visit"]')
  expect(page).toContain('staging__member --> evidence__visit')
})

test('a relation built by code has a box of another shape', () => {
  expect(lineage(relations)).toContain('staging__member("staging.member")')
})

test('the dictionary has a page per room with summary, grain, columns, meanings and audits', () => {
  const page = modelDictionary(relations)['relations/evidence.md']
  expect(page).toContain('## evidence.visit\n\nA relation of this test.')
  expect(page).toContain('- Grain: member_id\n- From: [staging.member](staging.md#stagingmember)')
  expect(page).toContain('- Published as: evidence/visit.parquet')
  expect(page).toContain('- Audit: no ghosts')
  expect(page).toContain('| member_id | VARCHAR | The member \\| the person. |')
})

test('the index links every relation to its place on the page of its room', () => {
  const pages = modelDictionary(relations)
  expect(Object.keys(pages)).toEqual([
    'relations.md',
    'relations/staging.md',
    'relations/evidence.md',
  ])
  expect(pages['relations.md']).toContain(
    '| [evidence.visit](relations/evidence.md#evidencevisit) | A relation of this test. |',
  )
})

test('public relations are those whose header is public', () => {
  expect(publicRelations(relations).map(({ name }) => name)).toEqual(['evidence.visit'])
})
