import { expect, test } from 'vitest'
import { buildRoom } from '../../src/models/build.ts'
import { findRelations, relationNamed } from '../../src/models/find.ts'
import { madeFile, modelFile, openBuildContext, sqlFolderOf } from './build-context.ts'
import { createEmptyTable } from '../../src/models/table.ts'

const member = madeFile('[member_id]', { member_id: 'VARCHAR', age: 'INTEGER' })

const copyOf = (input: string, extra = ''): string =>
  modelFile(
    `grain: [member_id]\ninputs: [${input}]\ncolumns:\n  member_id: {type: VARCHAR, meaning: The member.}\n${extra}`,
    `with final as (select member_id from ${input})\nselect * from final`,
  )

const nightOf = async (files: Readonly<Record<string, string>>, rows: string) => {
  const relations = findRelations(await sqlFolderOf({ 'staging/member.yaml': member, ...files }))
  const night = await openBuildContext()
  await createEmptyTable(night.engine, relationNamed('staging.member', relations))
  if (rows !== '') await night.engine.run(`insert into staging.member values ${rows}`)
  return { night, relations }
}

test('a room is built in the order of its inputs, not of its names', async () => {
  const { night, relations } = await nightOf(
    { 'evidence/a.sql': copyOf('evidence.b'), 'evidence/b.sql': copyOf('staging.member') },
    `('m1', 7), ('m2', null)`,
  )
  await buildRoom(night, 'evidence', { all: relations })
  expect(night.manifest.rowCounts).toEqual({ 'evidence.a': 2, 'evidence.b': 2 })
})

test('a cycle is refused with its names', async () => {
  const { night, relations } = await nightOf(
    { 'evidence/a.sql': copyOf('evidence.b'), 'evidence/b.sql': copyOf('evidence.a') },
    '',
  )
  await expect(buildRoom(night, 'evidence', { all: relations })).rejects.toThrow(
    'evidence.a → evidence.b → evidence.a',
  )
})

test('code builds its relation after its inputs, and is checked against its header', async () => {
  const made = `${madeFile('[member_id]', { member_id: 'VARCHAR' })}inputs: [evidence.b]\n`
  const files = { 'evidence/a.yaml': made, 'evidence/b.sql': copyOf('staging.member') }
  const { night, relations } = await nightOf(files, `('m1', 7)`)
  const builder = () =>
    night.engine.run('create table evidence.a as select member_id from evidence.b')
  await buildRoom(night, 'evidence', { builders: { 'evidence.a': builder }, all: relations })
  expect(night.manifest.rowCounts['evidence.a']).toBe(1)

  const other = await nightOf(files, '')
  const wrong = () => other.night.engine.run('create table evidence.a as select 1 as member_id')
  await expect(
    buildRoom(other.night, 'evidence', { builders: { 'evidence.a': wrong }, all: relations }),
  ).rejects.toThrow(/a\.yaml: column 1: expected member_id VARCHAR .* found member_id INTEGER/)
})

test('a missing builder and an unknown one are refused', async () => {
  const made = madeFile('[member_id]', { member_id: 'VARCHAR' })
  const { night, relations } = await nightOf({ 'evidence/a.yaml': made }, '')
  await expect(buildRoom(night, 'evidence', { all: relations })).rejects.toThrow(
    /expected code that builds/,
  )
  await expect(
    buildRoom(night, 'evidence', { builders: { 'evidence.aa': async () => {} }, all: relations }),
  ).rejects.toThrow('no file in sql/evidence declares evidence.aa')
})

test('every audit of a room lands in the manifest', async () => {
  const audits = "audits:\n  no_m9: select * from evidence.a where member_id = 'm9'\n"
  const { night, relations } = await nightOf(
    { 'evidence/a.sql': copyOf('staging.member', audits) },
    `('m1', 7)`,
  )
  await buildRoom(night, 'evidence', { all: relations })
  expect(night.manifest.audits).toEqual([
    { relation: 'evidence.a', audit: 'grain_is_not_null', bad: 0 },
    { relation: 'evidence.a', audit: 'grain_is_unique_by_construction', bad: 0 },
    { relation: 'evidence.a', audit: 'no_m9', bad: 0 },
  ])
})

test('bad rows stop the night with relation, audit and count, and without their contents', async () => {
  const audits = 'audits:\n  ids_are_short: select * from evidence.a where length(member_id) > 2\n'
  const { night, relations } = await nightOf(
    // The grain of a union is not proven, so it is counted.
    {
      'evidence/a.sql': copyOf('staging.member', audits).replace(
        'select * from final',
        'select * from final union all select * from final where false',
      ),
    },
    `('secret', 7), ('secret', 8), (null, 9)`,
  )
  const message = await buildRoom(night, 'evidence', { all: relations }).catch(String)
  expect(message).toContain('evidence.a')
  expect(message).toContain('grain_is_not_null found 1 bad row;')
  expect(message).toContain('grain_is_unique found 1 bad row;')
  expect(message).toContain('ids_are_short found 2 bad rows')
  expect(message).not.toContain('secret')
})

test('the error of a query that fails on a value does not contain the value', async () => {
  const cast = modelFile(
    'grain: []\ninputs: [staging.member]\ncolumns:\n  n: {type: INTEGER, meaning: A number.}',
    'with final as (select cast(member_id as integer) as n from staging.member)\nselect * from final',
  )
  const { night, relations } = await nightOf({ 'evidence/a.sql': cast }, `('secret', 7)`)
  const message = await buildRoom(night, 'evidence', { all: relations }).catch(String)
  expect(message).toContain('sql/evidence/a.sql: Conversion Error')
  expect(message).not.toContain('secret')
})

test('an empty grain means one row', async () => {
  const one = modelFile(
    'grain: []\ninputs: [staging.member]\ncolumns:\n  n: {type: BIGINT, meaning: A number.}',
    'with final as (select cast(age as bigint) as n from staging.member)\nselect * from final',
  )
  const { night, relations } = await nightOf({ 'evidence/a.sql': one }, `('m1', 7), ('m2', 8)`)
  await expect(buildRoom(night, 'evidence', { all: relations })).rejects.toThrow(
    /one_row found 1 bad row/,
  )
})

test('a grain that the query makes unique is not counted again', async () => {
  const grouped = modelFile(
    'grain: [member_id]\ninputs: [staging.member]\ncolumns:\n  member_id: {type: VARCHAR, meaning: The member.}',
    'with final as (select member_id from staging.member group by member_id)\nselect * from final',
  )
  const { night, relations } = await nightOf({ 'evidence/a.sql': grouped }, `('m1', 7), ('m1', 8)`)
  await buildRoom(night, 'evidence', { all: relations })
  expect(night.manifest.audits.map(({ audit }) => audit)).toEqual([
    'grain_is_not_null',
    'grain_is_unique_by_construction',
  ])
})
