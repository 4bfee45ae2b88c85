import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openDuckDb } from '../../../../src/engine/duckdb-engine.ts'
import { enrollment, ingesting, providers, usual, withNeeded } from '../night.ts'

const members =
  'select member_id, coverage_start, birth_date, last_name, record from raw.enrollment order by record'

const expected = [
  {
    member_id: 'M1',
    coverage_start: '2025-01-01',
    birth_date: '1980-05-05',
    last_name: 'Ñúñez',
    record: 1,
  },
  {
    member_id: 'M2',
    coverage_start: '2025-01-01',
    birth_date: '2015-02-03',
    last_name: 'two\nlines, "q"',
    record: 2,
  },
]

const rows = [
  ['member_id', 'coverage_start', 'line_of_business', 'birth_date', 'last_name'],
  ['M1', '2025-01-01', 'medicaid', '1980-05-05', 'Ñúñez'],
  ['M2', '2025-01-01', 'medicaid', '2015-02-03', 'two\nlines, "q"'],
]

const text = (delimiter: string, lineEnd: string): string =>
  rows
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter) + lineEnd)
    .join('')

const parquet = async (select: string): Promise<Uint8Array> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-parquet-'))
  const engine = await openDuckDb({ spool: folder })
  const file = path.join(folder, 'x.parquet')
  await engine.run(`copy (${select}) to '${file}' (format parquet)`)
  engine.close()
  const bytes = await readFile(file)
  await rm(folder, { recursive: true })
  return bytes
}

const span = {
  coverage_start: '2025-01-01',
  line_of_business: 'medicaid',
  birth_date: '1980-05-05',
}

const enrolled = (member: string): string =>
  Object.entries({ member_id: member, ...span })
    .map(([name, value]) => `'${value}' as ${name}`)
    .join(', ')

const objects = rows
  .slice(1)
  .map((row) => Object.fromEntries(row.map((cell, at) => [rows[0]?.[at], cell])))

describe('the same rows come out of every format', () => {
  it.each<[string, string, string | Uint8Array]>([
    ['CSV with commas', 'a.csv', text(',', '\n')],
    ['CSV with pipes', 'a.csv', text('|', '\n')],
    ['CSV with tabs', 'a.tsv', text('\t', '\n')],
    ['CSV with CRLF', 'a.csv', text(',', '\r\n')],
    ['CSV with a byte order mark', 'a.csv', `\ufeff${text(',', '\n')}`],
    ['CSV without a last line end', 'a.csv', text(',', '\n').trimEnd()],
    ['CSV with blank lines', 'a.csv', `\n${text(',', '\n').replace('"M1"', '\n"M1"')}\n\n`],
    ['gz', 'a.csv.gz', gzipSync(text(',', '\n'))],
    [
      'gz of several parts',
      'a.csv.gz',
      Buffer.concat([gzipSync(text(',', '\n').slice(0, 90)), gzipSync(text(',', '\n').slice(90))]),
    ],
    ['NDJSON', 'a.ndjson', objects.map((object) => JSON.stringify(object)).join('\n')],
    [
      'NDJSON with CRLF, in gz',
      'a.ndjson.gz',
      gzipSync(objects.map((object) => `${JSON.stringify(object)}\r\n`).join('')),
    ],
    ['a file whose name looks like a pattern', 'a[1]*.csv', text(',', '\n')],
  ])('%s', async (_, name, content) => {
    const files = { [`inbox/enrollment/${name}`]: content, 'inbox/providers/p.csv': providers }
    await ingesting(files, usual, async ({ all, night }) => {
      expect(await all(members)).toEqual(expected)
      expect(night.manifest.inputs[0]?.rows).toEqual({
        read: 2,
        accepted: 2,
        rejected: 0,
        filtered: 0,
        superseded: 0,
      })
    })
  })

  it('Latin-1, if the pipeline file sets it', async () => {
    const files = {
      'inbox/enrollment/a.csv': Buffer.from(text(',', '\n'), 'latin1'),
      'inbox/providers/p.csv': providers,
    }
    const feeds = 'feeds: {enrollment: {encoding: latin-1}, providers: }'
    await ingesting(files, feeds, async ({ all }) => expect(await all(members)).toEqual(expected))
  })

  it('Parquet of any types', async () => {
    const select = `select i as member_id, date '2025-01-01' as coverage_start, 'medicaid' as line_of_business,
      timestamp '1980-05-05 00:00:00' as birth_date, true as restricted, cast(46204 as double) as zip, 39.5 as latitude
      from (values ('M1'), ('M2')) as t(i)`
    const files = {
      'inbox/enrollment/a.parquet': await parquet(select),
      'inbox/providers/p.csv': providers,
    }
    await ingesting(files, usual, async ({ all }) => {
      expect(
        await all(
          'select member_id, birth_date, restricted, zip, latitude, record from raw.enrollment order by record',
        ),
      ).toEqual([
        {
          member_id: 'M1',
          birth_date: '1980-05-05',
          restricted: 'Y',
          zip: '46204',
          latitude: 39.5,
          record: 1,
        },
        {
          member_id: 'M2',
          birth_date: '1980-05-05',
          restricted: 'Y',
          zip: '46204',
          latitude: 39.5,
          record: 2,
        },
      ])
    })
  })

  it.each<[string, string, (member: string) => Promise<string | Uint8Array>]>([
    ['Parquet', 'parquet', (member) => parquet(`select ${enrolled(member)}`)],
    ['NDJSON', 'ndjson', async (member) => JSON.stringify({ member_id: member, ...span })],
  ])('%s in several files of one delivery', async (_, ending, content) => {
    const ids = ['M1', 'M2', 'M3', 'M4']
    const parts = await Promise.all(
      ids.map(async (id) => [`inbox/enrollment/2026-06-30/${id}.${ending}`, await content(id)]),
    )
    const files = { ...Object.fromEntries(parts), 'inbox/providers/p.csv': providers }
    await ingesting(files, usual, async ({ all }) => {
      const found = await all('select member_id from raw.enrollment order by member_id')
      expect(found.map((row) => row['member_id'])).toEqual(ids)
    })
  })

  it('NDJSON with numbers, booleans and lists', async () => {
    const panel = {
      provider_id: 7,
      provider_name: 'Ann',
      specialty: 'x',
      practice_id: 'K',
      lines_of_business: ['a', 'b'],
      active_from: '2020-01-01',
      pmp: true,
      panel_capacity: 12,
      license_states: null,
    }
    const files = withNeeded({
      'inbox/providers/2026-06-30.csv': '',
      'inbox/providers/z.jsonl': JSON.stringify(panel),
    })
    await ingesting(files, usual, async ({ all }) => {
      expect(await all('select provider_id, pmp, panel_capacity from raw.providers')).toEqual([
        { provider_id: '7', pmp: 'Y', panel_capacity: 12 },
      ])
      expect(
        await all('select * from raw.provider_line_of_business order by line_of_business'),
      ).toEqual([
        { provider_id: '7', line_of_business: 'a' },
        { provider_id: '7', line_of_business: 'b' },
      ])
    })
  })
})

describe('a header', () => {
  it('may be written in any case, with spaces for underscores', async () => {
    const content = enrollment.replace('member_id,coverage_start', ' Member ID ,COVERAGE-START')
    const files = withNeeded({ 'inbox/enrollment/2026-06-30.csv': content })
    await ingesting(files, usual, async ({ all }) => {
      expect(await all('select count(*) as n from raw.enrollment')).toEqual([{ n: 2 }])
    })
  })

  it('may have unknown columns: they are noted once and not stored', async () => {
    const content =
      enrollment.replaceAll('\n', ',SECRET-VALUE\n').replace('SECRET-VALUE', 'ssn') +
      'M3,,medicaid,1990-01-01,SECRET-VALUE\n'
    const files = withNeeded({ 'inbox/enrollment/2026-06-30.csv': content })
    await ingesting(files, usual, async ({ all, night, log }) => {
      expect(night.manifest.notes).toEqual(['enrollment: ignored columns: ssn'])
      const rejected = await all('select * from raw.rejected_row')
      expect(rejected).toHaveLength(1)
      expect(JSON.stringify([rejected, night.manifest, log])).not.toContain('SECRET-VALUE')
    })
  })
})

it('a fault behind a column that no one reads rejects its own record and no other', async () => {
  const [header = '', first = '', second = ''] = enrollment.trim().split('\n')
  const lines = [`note,${header}`, `x,${first.replace('1980', '198\u00b2')}`, `y,${second}`, '']
  const files = withNeeded({
    'inbox/enrollment/2026-06-30.csv': Buffer.from(lines.join('\n'), 'latin1'),
  })
  const feeds = 'feeds: {enrollment: {max_rejected_share: 1}, providers: }'
  await ingesting(files, feeds, async ({ all }) => {
    expect(await all('select member_id from raw.enrollment')).toEqual([{ member_id: 'M2' }])
    expect(await all('select record, reason from raw.rejected_row')).toEqual([
      { record: 1, reason: 'encoding:birth_date' },
    ])
  })
})
