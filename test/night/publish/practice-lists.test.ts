import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { UploadQueue } from '../../../src/night/publish/upload-queue.ts'
import { writePracticeLists } from '../../../src/night/publish/practice-lists.ts'
import { withNight } from '../../support/one-room.ts'

const registry = `
  create schema publication;
  create table publication.registry (
    as_of DATE, practice_id VARCHAR, provider_id VARCHAR, member_id VARCHAR,
    first_name VARCHAR, section VARCHAR, visits BIGINT
  );`

const practices = `
  create table publication.practice_list as
  select practice_id, 'Practice ' || practice_id as practice_name, count(member_id) as members,
    count(member_id) as attributed, 0 as attributed_by_dispute, 0 as assigned_elsewhere_attributed, 0 as gone
  from (
    select practice_id, member_id from publication.registry
    union all
    select 'Empty', null
  ) group by practice_id;`

const written = async (rows: string, threads = 2): Promise<Record<string, string>> =>
  withNight({ threads }, async (night, lake) => {
    await night.engine.run(registry)
    await night.engine.run(`insert into publication.registry ${rows}`)
    await night.engine.run(practices)
    const uploads = new UploadQueue(night)
    await writePracticeLists(night, uploads)
    await uploads.close()
    const files = night.manifest.outputs.map(async ({ name }): Promise<[string, string]> => [
      name,
      await readFile(path.join(lake, 'runs/R1', name), 'utf8'),
    ])
    return Object.fromEntries(await Promise.all(files))
  })

const header = 'as_of,practice_id,provider_id,member_id,first_name,section,visits\n'

it('writes the list of each practice: members attributed, then assigned here, then those who left', async () => {
  const files = await written(`values
    (date '2026-06-30', 'A', 'P1', 'M3', 'Cy', 'left', null),
    (date '2026-06-30', 'A', 'P2', 'M1', 'Al', 'attributed', 3),
    (date '2026-06-30', 'A', 'P1', 'M4', 'Di', 'attributed', 0),
    (date '2026-06-30', 'A', 'P1', 'M2', 'Bo', 'assigned_elsewhere_attributed', 1),
    (date '2026-06-30', 'B', 'P9', 'M1', 'Al', 'assigned_elsewhere_attributed', 2)`)
  expect(files['registry/A.csv']).toBe(
    `${header}2026-06-30,A,P1,M4,Di,attributed,0
2026-06-30,A,P2,M1,Al,attributed,3
2026-06-30,A,P1,M2,Bo,assigned_elsewhere_attributed,1
2026-06-30,A,P1,M3,Cy,left,
`,
  )
  expect(files['registry/B.csv']).toContain('M1,Al')
})

it('writes a list with only the header for a practice without members', async () => {
  const files = await written(`select * from publication.registry`)
  expect(files).toEqual({
    'registry/Empty.csv': header,
    'registry/index.csv':
      'practice_id,practice_name,file,rows,attributed,assigned_elsewhere_attributed,left,attributed_by_dispute\n' +
      'Empty,Practice Empty,Empty.csv,0,0,0,0,0\n',
  })
})

it('makes text safe for spreadsheets, keeps the sign of numbers, and quotes where needed', async () => {
  const files = await written(`values
    (date '2026-06-30', 'A', '=P1', 'M"1', 'O''Neil, Ann', 'attributed', -3),
    (date '2026-06-30', 'A', '@P2', '+M2', 'two' || chr(10) || 'lines', 'attributed', 1),
    (date '2026-06-30', 'A', 'P3', '-M3', '', 'attributed', 1),
    (date '2026-06-30', 'A', 'P4', chr(9) || 'M4', chr(13) || 'x', 'attributed', 1)`)
  expect(files['registry/A.csv']).toBe(
    `${header}2026-06-30,A,'=P1,"M""1","O'Neil, Ann",attributed,-3
2026-06-30,A,'@P2,'+M2,"two\nlines",attributed,1
2026-06-30,A,P3,'-M3,"",attributed,1
2026-06-30,A,P4,'\tM4,"'\rx",attributed,1
`,
  )
})

it('lists the file of each practice in the index, whatever its id', async () => {
  const files = await written(`values
    (date '2026-06-30', '../evil', 'P1', 'M1', 'Al', 'attributed', 3),
    (date '2026-06-30', '=1+1', 'P1', 'M1', 'Al', 'attributed', 3)`)
  expect(Object.keys(files).toSorted()).toEqual([
    'registry/%2E%2E%2Fevil.csv',
    'registry/%3D1%2B1.csv',
    'registry/Empty.csv',
    'registry/index.csv',
  ])
  expect(files['registry/index.csv']?.split('\n').slice(1, 3)).toEqual([
    '../evil,Practice ../evil,%2E%2E%2Fevil.csv,1,1,0,0,0',
    `'=1+1,Practice =1+1,%3D1%2B1.csv,1,1,0,0,0`,
  ])
})

it('writes the same bytes with any number of threads, also for lists larger than a chunk', async () => {
  const rows = `
    select date '2026-06-30', 'PR' || (i * 7919 % 41), 'P' || (i % 90), 'M' || i,
      'name ' || (i * 104729 % 1000), case i % 3 when 0 then 'left' else 'attributed' end, i % 12
    from range(60000) as r (i)
    union all
    select date '2026-06-30', 'Large', 'P1', 'L' || i, 'name', 'attributed', 1 from range(20000) as r (i)`
  const [one, two] = [await written(rows, 1), await written(rows, 2)]
  expect(one).toEqual(two)
  expect(one['registry/Large.csv']?.split('\n').length).toBe(20_002)
})
