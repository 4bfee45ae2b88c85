import { expect, test } from 'vitest'
import { checkModels } from '../../src/models/check.ts'
import { rawRelations } from '../../src/night/ingest/reading/raw-relations.ts'
import { madeFile, modelFile, openTestEngine, sqlFolderOf } from './build-context.ts'

const staging = {
  'staging/member.yaml': madeFile('[member_id]', { member_id: 'VARCHAR', age: 'INTEGER' }),
}

const head = `grain: [member_id]
inputs: [staging.member]
columns:
  member_id: {type: VARCHAR, meaning: The member.}`

const sound = modelFile(
  head,
  `with member as (select * from staging.member),

final as (
    select member_id
    from member
    where age > 3
)

select * from final`,
)

const problemsOf = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
  const engine = await openTestEngine()
  try {
    const folder = await sqlFolderOf({ ...staging, ...files })
    const problems = await checkModels(engine, [], folder)
    return problems.map(({ where, message }) => `${where}: ${message}`)
  } finally {
    engine.close()
  }
}

test('sound models have no problems', async () => {
  expect(await problemsOf({ 'evidence/visit.sql': sound })).toEqual([])
})

test('a room on demand reads every room of the night, and no room of the night reads it', async () => {
  const onDemand = sound.replaceAll('staging.member', 'publication.late')
  const late = madeFile('[member_id]', { member_id: 'VARCHAR', age: 'INTEGER' })
  const files = { 'publication/late.yaml': late, 'history/visit.sql': onDemand }
  expect(await problemsOf(files)).toEqual([])
  const reader = sound.replaceAll('staging.member', 'history.visit').replace('age > 3', 'true')
  for (const file of ['evidence/reader.sql', 'preview/reader.sql']) {
    expect(await problemsOf({ ...files, [file]: reader })).toContainEqual(
      `sql/${file}: reads history.visit, which is built later: rooms read leftwards`,
    )
  }
})

test.each([
  [
    'an input that the header does not list',
    sound.replace('inputs: [staging.member]\n', ''),
    'visit.sql:7: reads staging.member, which inputs does not list',
  ],
  [
    'an input that the query does not read',
    sound.replace('staging.member]', 'staging.member, evidence.other]'),
    'inputs lists evidence.other, which the query does not read',
  ],
  [
    'an input that does not exist',
    sound.replaceAll('staging.member', 'staging.membr'),
    'inputs lists staging.membr, which does not exist. Did you mean "staging.member"?',
  ],
  [
    'an input to the right',
    sound.replaceAll('staging.member', 'publication.late'),
    'reads publication.late, which is built later',
  ],
  [
    'a table without a schema',
    sound.replace('from staging.member', 'from person'),
    'reads person, which is no CTE',
  ],
  [
    'a column of another type',
    sound.replace('type: VARCHAR', 'type: BIGINT'),
    'column 1: expected member_id BIGINT as in the header, found member_id VARCHAR',
  ],
  [
    'a column that the header does not declare',
    sound.replace('select member_id\n', 'select member_id, age\n'),
    'column 2: expected none as in the header, found age INTEGER',
  ],
  [
    'columns in another order',
    sound
      .replace('columns:', 'columns:\n  age: {type: INTEGER, meaning: Years.}')
      .replace('select member_id\n', 'select member_id, age\n'),
    'column 1: expected age INTEGER as in the header, found member_id VARCHAR',
  ],
  ['a column that does not exist', sound.replace('age > 3', 'agee > 3'), 'Binder Error'],
  ['two statements', `${sound};\nselect 1`, 'expected one SELECT, found 2'],
  ['no SELECT', sound.replace(/with[\s\S]*/, 'drop table staging.member\n'), 'visit.sql: '],
  [
    'another last line',
    sound.replace('select * from final', 'select member_id from final'),
    'expected the last line: select * from final',
  ],
  [
    'SQL that only DuckDB accepts',
    sound.replace('age > 3', 'age::bigint > 3'),
    'visit.sql:13: write cast(… as bigint), not ::',
  ],
  [
    'an alias used in the step that defines it',
    sound
      .replace('select member_id\n', 'select upper(member_id) as shouted, member_id\n')
      .replace('age > 3', "shouted = 'A'"),
    'visit.sql:13: shouted is an alias of this same step',
  ],
  [
    'an audit of a relation that is not built yet',
    sound.replace('columns:', 'audits:\n  none: select * from evidence.other\ncolumns:'),
    'audit none: reads evidence.other, which may not be built yet',
  ],
  [
    'an audit that does not parse',
    sound.replace('columns:', 'audits:\n  none: selec 1\ncolumns:'),
    'audit none: ',
  ],
  [
    'an audit of a column that does not exist',
    sound.replace('columns:', 'audits:\n  none: select agee from evidence.visit\ncolumns:'),
    'audit none: Binder Error',
  ],
  ['a header that is wrong', sound.replace('grain:', 'grian:'), 'visit.sql:3'],
])('%s is a problem', async (_, visit, message) => {
  const other = sound
  const late = madeFile('[member_id]', { member_id: 'VARCHAR', age: 'INTEGER' })
  const files = {
    'evidence/visit.sql': visit,
    'evidence/other.sql': other,
    'publication/late.yaml': late,
  }
  expect((await problemsOf(files)).join('\n')).toContain(message)
})

test('a view proves its grain, is not public, and is read only in its room', async () => {
  const unproven = sound
    .replace('grain:', 'view: true\ngrain:')
    .replace('staging.member)', 'staging.member union all select * from staging.member)')
  expect((await problemsOf({ 'evidence/visit.sql': unproven })).join()).toContain(
    'is a view: expected a query that has its grain once by its construction',
  )
  const view = sound.replace('grain:', 'view: true\ngrain:')
  expect(await problemsOf({ 'evidence/visit.sql': view })).toEqual([])
  const reader = sound.replaceAll('staging.member', 'evidence.visit').replace('where age > 3', '')
  expect(await problemsOf({ 'evidence/visit.sql': view, 'evidence/near.sql': reader })).toEqual([])
  expect(
    (await problemsOf({ 'evidence/visit.sql': view, 'assignment/far.sql': reader })).join(),
  ).toContain('reads evidence.visit, a view: only its own room may read it')
  const exposed = view.replace('view: true', 'view: true\npublic: true')
  expect((await problemsOf({ 'evidence/visit.sql': exposed })).join()).toContain(
    'expected a view or a public relation, found both',
  )
})

test('a baseline relation has the columns of the public one that it mirrors', async () => {
  const reader = sound.replaceAll('staging.member', 'baseline.visit')
  const visit = sound
    .replace('columns:', 'public: true\ncolumns:\n  age: {type: INTEGER, meaning: Years.}')
    .replace('select member_id\n', 'select age, member_id\n')
  const files = { 'assignment/reader.sql': reader, 'evidence/visit.sql': visit }
  expect(await problemsOf(files)).toEqual([])
  const hidden = { ...files, 'evidence/visit.sql': visit.replace('public: true\n', '') }
  expect((await problemsOf(hidden)).join('\n')).toContain(
    'sql/assignment/reader.sql: baseline.visit: expected one public relation named visit, found none',
  )
})

test('every file is checked, not only the first', async () => {
  const bad = sound.replace('grain:', 'grian:')
  const found = await problemsOf({ 'evidence/a.sql': bad, 'evidence/b.sql': bad })
  expect(found.filter((problem) => problem.includes('grian')).length).toBe(2)
})

test("empanel's own models are sound", async () => {
  const engine = await openTestEngine()
  const problems = await checkModels(engine, rawRelations())
  engine.close()
  expect(problems).toEqual([])
})
