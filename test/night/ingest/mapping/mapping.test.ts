import { describe, expect, it } from 'vitest'
import { type Files, ingesting, refusal, withNeeded } from '../night.ts'

const people = `Id,Born,Zip Code,SSN\n1,05/05/1980,2155,999-11-1111\n2,02/03/2015,46204,999-22-2222\n3,01/01/1950,,999-33-3333\n`
const spans = `PERSON,FROM,TO,KIND\n1,2025-01-01,2026-01-01,real\n2,2025-01-01,9999-12-31,real\n9,2025-01-01,,real\n1,2024-01-01,2025-01-01,test\n`

const files: Files = withNeeded({ 'inbox/x/people.csv': people, 'inbox/x/spans.csv': spans })

const mapped = (columns = '', more = ''): string => `
feeds:
  providers:
  enrollment:
    sources: { spans: inbox/x/spans.csv, people: inbox/x/people.csv }
    join: [{ source: people, on: { spans.PERSON: Id } }]
    end_exclusive: true
    where: KIND = 'real'
${more}
    columns:
      member_id: PERSON
      coverage_start: FROM
      coverage_end: TO
      line_of_business: { constant: medicaid }
      birth_date: { expression: "cast(try_strptime(people.Born, '%m/%d/%Y') as date)" }
      zip: { expression: "case when length(zip_code) < 5 then lpad(Zip_Code, 5, '0') else zip_code end" }
${columns}`

describe("a stranger's extract", () => {
  it('becomes rows of the contract: renamed, constant, computed, joined, filtered', async () => {
    await ingesting(files, mapped(), async ({ all, night }) => {
      expect(
        await all(
          'select member_id, coverage_start, coverage_end, line_of_business, birth_date, zip, record from raw.enrollment order by record',
        ),
      ).toEqual([
        {
          member_id: '1',
          coverage_start: '2025-01-01',
          coverage_end: '2025-12-31',
          line_of_business: 'medicaid',
          birth_date: '1980-05-05',
          zip: '02155',
          record: 1,
        },
        {
          member_id: '2',
          coverage_start: '2025-01-01',
          coverage_end: null,
          line_of_business: 'medicaid',
          birth_date: '2015-02-03',
          zip: '46204',
          record: 2,
        },
      ])
      expect(
        await all(
          `select file, read, accepted, rejected, filtered from raw.file_fate where feed = 'enrollment' order by file_rank`,
        ),
      ).toEqual([
        { file: 'inbox/x/spans.csv', read: 4, accepted: 2, rejected: 1, filtered: 1 },
        { file: 'inbox/x/people.csv', read: 3, accepted: 3, rejected: 0, filtered: 0 },
      ])
      expect(await all('select record, reason, raw from raw.rejected_row')).toEqual([
        {
          record: 3,
          reason: 'missing:birth_date',
          raw: '{"spans.PERSON":"9","spans.FROM":"2025-01-01","spans.TO":null,"people.Born":null,"people.Zip Code":null,"spans.KIND":"real","people.Id":null}',
        },
      ])
      expect(night.manifest.notes).toEqual(['enrollment: ignored columns: people.SSN'])
    })
  })

  it('runs its expressions in an engine that can open nothing but its own files', async () => {
    const opened: (readonly string[])[] = []
    await ingesting(files, mapped(), async ({ night, folder }) => {
      const engine = await night.openEngine({ onlyFiles: [`${folder}/inbox/x/people.csv`] })
      opened.push([folder])
      await expect(
        engine.run(`select * from read_csv('${folder}/inbox/x/spans.csv')`),
      ).rejects.toThrow(/disabled/)
      await expect(engine.run('set enable_external_access = true')).rejects.toThrow(
        /enable_external_access/,
      )
      engine.close()
    })
    expect(opened).toHaveLength(1)
  })

  it('is refused if its mapping takes longer than the pipeline file allows', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `${i},2025-01-01,,real\n`).join('')
    const given = { ...files, 'inbox/x/spans.csv': `PERSON,FROM,TO,KIND\n${rows}` }
    const settings = 'settings: { max_mapping_minutes: 0.002 }\n'
    const columns = `      city: { expression: "sha256(lpad(PERSON, 9000, 'x'))" }`
    expect(await refusal(given, settings + mapped(columns))).toEqual({
      exit: 4,
      message:
        'Expected inbox/x/spans.csv to be mapped within 0.002 minutes, found that it takes longer.',
      hint: expect.stringMatching(/max_mapping_minutes/),
    })
  })

  it.each<[string, string, Files, RegExp, number]>([
    [
      'a column that the header has not',
      '      city: CITTY',
      files,
      /feeds\.enrollment\.columns\.city.*found PERSON, FROM, TO, KIND/,
      4,
    ],
    [
      'a column of a source that is not there',
      '      city: { expression: "persons.City" }',
      files,
      /expected a column of spans or people, found persons\.City/,
      2,
    ],
    [
      'a column that two sources have',
      '      city: PERSON',
      { ...files, 'inbox/x/people.csv': people.replace('SSN', 'person') },
      /one source with the column PERSON, found spans and people/,
      2,
    ],
    [
      'a function that is not allowed',
      '      city: { expression: now() }',
      files,
      /found the function now/,
      2,
    ],
    [
      'an expression that fails on a row',
      '      city: { expression: cast(Born as integer) }',
      files,
      /works on every row, found one that fails: feeds\.enrollment\.columns\.city/,
      4,
    ],
    [
      'a joined source with two rows for a key',
      '',
      { ...files, 'inbox/x/people.csv': `${people}1,06/06/1980,46204,\n` },
      /one row of people for each Id .*found 1 keys/,
      4,
    ],
    [
      'a joined source that is not there',
      '',
      withNeeded({ 'inbox/x/spans.csv': spans }),
      /inbox\/x\/people\.csv .source people of enrollment., found none/,
      4,
    ],
  ])('is refused for %s', async (_, columns, given, message, exit) => {
    const error = await refusal(given, mapped(columns))
    expect(error.message).toMatch(message)
    expect(error.exit).toBe(exit)
    expect(error.message + error.hint).not.toMatch(/1980|46204|999/)
  })

  it('may repeat a row of a joined source', async () => {
    const given = { ...files, 'inbox/x/people.csv': people + people.split('\n')[1] }
    await ingesting(given, mapped(), async ({ all }) => {
      expect(await all('select count(*) as n from raw.enrollment')).toEqual([{ n: 2 }])
    })
  })

  it('with a mapping reads only what the mapping names, and notes other columns with canonical names', async () => {
    const content = 'member,coverage_start,lob,birth_date,city\nM1,2025-01-01,x,1980-01-01,Gary\n'
    const feeds = `feeds: {providers: , enrollment: {files: [inbox/x/a.csv], columns: {member_id: member, coverage_start: coverage_start, line_of_business: lob, birth_date: birth_date}}}`
    await ingesting(withNeeded({ 'inbox/x/a.csv': content }), feeds, async ({ all, night }) => {
      expect(await all('select member_id, city from raw.enrollment')).toEqual([
        { member_id: 'M1', city: null },
      ])
      expect(night.manifest.notes).toEqual([
        'enrollment: ignored columns: city; the feed has columns named city, but the mapping does not name them',
      ])
    })
  })

  describe('rejects a row if an expression returns null for a given value', () => {
    const header = 'id,start,until,kind,lob,born,lat\n'
    const feeds = (end: string): string => `
feeds:
  providers:
  enrollment:
    files: [inbox/x/a.csv]
    max_rejected_share: 1
    end_exclusive: true
    columns:
      member_id: id
      coverage_start: start
      coverage_end: { expression: "${end}" }
      line_of_business: lob
      birth_date: { expression: "try_strptime(born, '%m/%d/%Y')" }
      latitude: { expression: "try_cast(lat as double)" }`
    const readEnd = `try_strptime(until, '%m/%d/%Y')`
    const ending = async (row: string, end = readEnd) =>
      ingesting(withNeeded({ 'inbox/x/a.csv': header + row }), feeds(end), async ({ all }) => [
        ...(await all('select coverage_end from raw.enrollment')),
        ...(await all('select reason from raw.rejected_row')),
      ])

    it.each([
      ['a day that is not', '06/31/2026,,x,01/01/1980,', { reason: 'type:coverage_end' }],
      ['a day that is', '07/01/2026,,x,01/01/1980,', { coverage_end: '2026-06-30' }],
      ['nothing', ' ,,x,01/01/1980,', { coverage_end: null }],
      ['another date', ',,x,02/30/1980,', { reason: 'type:birth_date' }],
      ['no other date', ',,x,,', { reason: 'missing:birth_date' }],
      ['a number', ',,x,01/01/1980,north', { reason: 'type:latitude' }],
    ])('%s', async (_, row, expected) => {
      expect(await ending(`1,2025-01-01,${row}\n`)).toEqual([expected])
    })

    it('if any column of an end date has a value; open-ended must be stated', async () => {
      const row = '1,2025-01-01,,open,x,01/01/1980,\n'
      const only = `case when kind = 'ends' then ${readEnd} end`
      expect(await ending(row, only)).toEqual([{ reason: 'type:coverage_end' }])
      const said = `case when kind = 'ends' then cast(${readEnd} as varchar) else '9999-12-31' end`
      expect(await ending(row, said)).toEqual([{ coverage_end: null }])
    })
  })
})
