import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Ingested, enrollment, ingesting, providers, usual, withNeeded } from '../night.ts'

const rejected = (all: Ingested['all']) =>
  all(
    'select file, record, "column", reason, raw, member_id from raw.rejected_row order by file, record',
  )

const fates = (all: Ingested['all'], feed = 'enrollment') =>
  all(
    `select read, accepted, rejected, filtered, superseded from raw.file_fate where feed = '${feed}' order by file_rank`,
  )

const header = 'member_id,coverage_start,line_of_business,birth_date,last_name'
const good = (id: string): string => `${id},2025-01-01,medicaid,1980-01-01,Day`

const read = (
  lines: (string | Buffer)[],
  look: (ingested: Ingested) => Promise<void>,
): Promise<void> =>
  ingesting(
    {
      'inbox/enrollment/a.csv': Buffer.concat(
        [header, ...lines].map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')])),
      ),
      'inbox/providers/p.csv': providers,
    },
    usual,
    look,
  )

describe('a record that cannot be parsed', () => {
  it('is one rejected row, and the records after it keep their numbers', async () => {
    const bad = Buffer.from('M4,2025-01-01,medicaid,1980-01-01,D\u00e1y', 'latin1')
    const lines = [
      good('M1'),
      `${good('M2')},more,still`,
      good('M3'),
      bad,
      'M5,2025-01-01',
      'M6,2025-01-01,medicaid,1980-01-01,"D"ay',
      good('M7'),
      good(''),
    ]
    await read(lines, async ({ all }) => {
      expect(await all('select member_id, record from raw.enrollment order by record')).toEqual([
        { member_id: 'M1', record: 1 },
        { member_id: 'M3', record: 3 },
        { member_id: 'M7', record: 7 },
      ])
      expect(
        (await rejected(all)).map(({ record, column, reason, member_id }) => [
          record,
          column,
          reason,
          member_id,
        ]),
      ).toEqual([
        [2, null, 'columns:too_many', 'M2'],
        [4, 'last_name', 'encoding:last_name', 'M4'],
        [5, null, 'columns:too_few', 'M5'],
        [6, 'last_name', 'quote:last_name', 'M6'],
        [8, 'member_id', 'missing:member_id', null],
      ])
      expect(await fates(all)).toEqual([
        { read: 8, accepted: 3, rejected: 5, filtered: 0, superseded: 0 },
      ])
    })
  })

  it('is counted among hundreds of thousands, each with its own number', async () => {
    const bad = new Set([1, 77_777, 123_456, 250_000])
    const lines = Array.from({ length: 250_000 }, (_, at) =>
      bad.has(at + 1)
        ? `M${at + 1},`
        : `M${at + 1},2025-01-01,medicaid,1980-01-01,${at % 9 === 0 ? '"a\nb"' : 'x'}`,
    )
    await read(lines, async ({ all }) => {
      expect(
        await all(`select count(*) as n from raw.enrollment where member_id <> 'M' || record`),
      ).toEqual([{ n: 0 }])
      expect((await rejected(all)).map(({ record }) => record)).toEqual([...bad])
      expect(await fates(all)).toEqual([
        { read: 250_000, accepted: 249_996, rejected: 4, filtered: 0, superseded: 0 },
      ])
    })
  })

  it('is a line of NDJSON that is not a JSON object', async () => {
    const object = {
      member_id: 'M1',
      coverage_start: '2025-01-01',
      line_of_business: 'x',
      birth_date: '1980-01-01',
    }
    const content = `${JSON.stringify(object)}\n{"member_id": "M2",\n"M3"\n\n${JSON.stringify({ ...object, member_id: 'M4' })}\n`
    await ingesting(
      { 'inbox/enrollment/a.ndjson': content, 'inbox/providers/p.csv': providers },
      usual,
      async ({ all }) => {
        expect(
          (await rejected(all)).map(({ record, column, reason }) => [record, column, reason]),
        ).toEqual([
          [2, null, 'type:json'],
          [3, null, 'type:json'],
        ])
        expect(await all('select member_id, record from raw.enrollment order by record')).toEqual([
          { member_id: 'M1', record: 1 },
          { member_id: 'M4', record: 5 },
        ])
        expect(await fates(all)).toEqual([
          { read: 4, accepted: 2, rejected: 2, filtered: 0, superseded: 0 },
        ])
      },
    )
  })
})

describe('a row that breaks the contract', () => {
  it('is kept as delivered, but only with the columns that the contract names', async () => {
    const content = `Member ID,coverage_start,line_of_business,birth_date,ssn\n M1 ,2025-02-30,medicaid,02/03/1980,999\n`
    await ingesting(
      withNeeded({
        'inbox/enrollment/a.csv': content,
        'inbox/enrollment/2026-06-30.csv': enrollment,
      }),
      'feeds: {enrollment: {delivery: incremental}, providers: }',
      async ({ all }) => {
        expect(await rejected(all)).toEqual([
          {
            file: 'inbox/enrollment/a.csv',
            record: 1,
            column: 'coverage_start',
            reason: 'type:coverage_start',
            raw: '{"Member ID":" M1 ","coverage_start":"2025-02-30","line_of_business":"medicaid","birth_date":"02/03/1980"}',
            member_id: 'M1',
          },
        ])
      },
    )
  })

  it('with a repeated key keeps the greatest contents, whatever the order of the rows', async () => {
    const lines = ['A', 'C', 'B'].map((name) => `M1,2025-01-01,medicaid,1980-01-01,${name}`)
    for (const order of [lines, lines.toReversed()]) {
      await read(order, async ({ all }) => {
        expect(await all('select last_name from raw.enrollment')).toEqual([{ last_name: 'C' }])
        const rows = await rejected(all)
        expect(rows.map(({ reason, column }) => [reason, column])).toEqual([
          ['duplicate:member_id', 'member_id'],
          ['duplicate:member_id', 'member_id'],
        ])
        expect(rows.map(({ raw }) => JSON.parse(String(raw)).last_name).sort()).toEqual(['A', 'B'])
        expect(await fates(all)).toEqual([
          { read: 3, accepted: 1, rejected: 2, filtered: 0, superseded: 0 },
        ])
      })
    }
  })
})

describe('the quarantine files', () => {
  it('name file, record, column, reason and source columns, safe for spreadsheets in CSV', async () => {
    const content = `${header}\n,2025-01-01,medicaid,1980-01-01,=cmd()\n`
    const files = withNeeded({
      'inbox/enrollment/=x.csv': content,
      'inbox/enrollment/2026-06-30.csv': enrollment,
    })
    const feeds =
      'feeds: {enrollment: {files: ["inbox/enrollment/=x.csv", "inbox/enrollment/2026-06-30.csv"]}, providers: }'
    await ingesting(files, feeds, async ({ all, folder, night }) => {
      const file = path.join(folder, 'runs/R1/quarantine/enrollment.csv')
      expect(await readFile(file, 'utf8')).toBe(
        `file,record,column,reason,raw\ninbox/enrollment/=x.csv,1,member_id,missing:member_id,"{""member_id"":null,""coverage_start"":""2025-01-01"",""line_of_business"":""medicaid"",""last_name"":""=cmd()"",""birth_date"":""1980-01-01""}"\n`,
      )
      const parquet = file.replace('.csv', '.parquet')
      expect(await all(`select count(*) as n from read_parquet('${parquet}')`)).toEqual([{ n: 1 }])
      expect(night.manifest.outputs.map(({ name }) => name)).toEqual([
        'quarantine/enrollment.csv',
        'quarantine/enrollment.parquet',
      ])
    })
  })
})
