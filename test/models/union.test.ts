import { afterAll, expect, test } from 'vitest'
import { buildRoom } from '../../src/models/build.ts'
import { checkModels } from '../../src/models/check.ts'
import { findRelations, relationNamed } from '../../src/models/find.ts'
import { madeFile, modelFile, openBuildContext, sqlFolderOf } from './build-context.ts'
import { createEmptyTable } from '../../src/models/table.ts'

const night = await openBuildContext()
afterAll(() => night.engine.close())

const gap = `summary: The gaps of every member.
grain: [member_id, measure]
union: true
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  measure: {type: VARCHAR, meaning: The gap.}
`

const part = (measure: string, head = 'part_of: publication.gap'): string =>
  modelFile(
    `grain: [member_id]
inputs: [staging.member]
${head}
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  measure: {type: VARCHAR, meaning: The gap.}`,
    `with final as (select member_id, '${measure}' as measure from staging.member)
select * from final`,
  )

const files = {
  'staging/member.yaml': madeFile('[member_id]', { member_id: 'VARCHAR' }),
  'publication/gap.yaml': gap,
  'publication/gap_flu_shot.sql': part('flu_shot'),
  'publication/gap_well_visit.sql': part('well_visit'),
}

/** A folder of those files with some changed; undefined leaves one out. */
const folderOf = (changed: Readonly<Record<string, string | undefined>> = {}): Promise<string> => {
  const all = Object.entries({ ...files, ...changed })
  return sqlFolderOf(
    Object.fromEntries(all.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]))),
  )
}

const problemsOf = async (
  changed: Readonly<Record<string, string | undefined>>,
): Promise<string> => {
  const { engine } = await openBuildContext()
  try {
    const problems = await checkModels(engine, [], await folderOf(changed))
    return problems.map(({ where, message }) => `${where}: ${message}`).join('\n')
  } finally {
    engine.close()
  }
}

test('a union reads every model that is part of it', async () => {
  const all = findRelations(await folderOf())
  expect(relationNamed('publication.gap', all).header.inputs).toEqual([
    'publication.gap_flu_shot',
    'publication.gap_well_visit',
  ])
  await createEmptyTable(night.engine, relationNamed('staging.member', all))
  await night.engine.run("insert into staging.member values ('M1')")
  await buildRoom(night, 'publication', { all })
  expect(await night.engine.all('select * from publication.gap order by measure')).toEqual([
    { member_id: 'M1', measure: 'flu_shot' },
    { member_id: 'M1', measure: 'well_visit' },
  ])
})

test('its grain is proven where a constant distinguishes its parts', () => {
  const audits = night.manifest.audits.filter(({ relation }) => relation === 'publication.gap')
  expect(audits.map(({ audit }) => audit)).toContain('grain_is_unique_by_construction')
})

test('a view may be a union only if a constant distinguishes its parts', async () => {
  const view = { 'publication/gap.yaml': gap.replace('union: true', 'union: true\nview: true') }
  expect(await problemsOf(view)).toBe('')
  const twins = { ...view, 'publication/gap_well_visit.sql': part('flu_shot') }
  expect(await problemsOf(twins)).toBe(
    'sql/publication/gap.yaml: is a view: expected a query that has its grain once by its construction',
  )
})

test.each([
  [
    'a union without parts',
    { 'publication/list.yaml': gap },
    /list\.yaml: expected a model with part_of: publication\.list/,
  ],
  [
    'a part of a relation that is no union',
    { 'publication/gap_flu_shot.sql': part('flu_shot', 'part_of: publication.gpa') },
    /gap_flu_shot\.sql: part_of: expected a union, found publication\.gpa.*Did you mean "publication\.gap"/,
  ],
  [
    'a union that lists inputs',
    { 'publication/gap.yaml': `${gap}inputs: [staging.member]\n` },
    /gap\.yaml: expected no inputs, because the parts of a union name it in part_of/,
  ],
  [
    'a part whose columns differ',
    { 'publication/gap_well_visit.sql': part('well_visit').replaceAll('measure', 'name') },
    /gap_well_visit\.sql: part_of: expected the columns of publication\.gap: column 2: .*found name VARCHAR/,
  ],
])('%s is refused', async (_, changed, message) => {
  expect(await problemsOf(changed)).toMatch(message)
})

test('every step and every gap is part of its union', () => {
  const all = findRelations()
  const shapedAs = (union: string): string[] => {
    const columns = Object.keys(relationNamed(union, all).header.columns).join()
    const { room } = relationNamed(union, all)
    return all
      .filter((one) => one.room === room && one.name !== union)
      .filter(({ header }) => Object.keys(header.columns).join() === columns)
      .map(({ name }) => name)
  }
  for (const union of ['assignment.offer', 'attribution.offer', 'publication.gap']) {
    expect(relationNamed(union, all).header.inputs).toEqual(shapedAs(union))
  }
})
