import { describe, expect, it } from 'vitest'
import { type Ingested, ingesting, usual, withNeeded } from '../night.ts'

const header =
  'claim_id,line_number,member_id,provider_id,service_date,procedure_code,frequency_code,original_claim_id,claim_status,place_of_service,revenue_code,paid_date'

/** A line; by default a paid original with a code that no model needs. */
const line = (id: string, more: Partial<Record<string, string>> = {}): string => {
  const row: Partial<Record<string, string>> = {
    claim_id: id,
    line_number: '1',
    member_id: 'M1',
    provider_id: 'P1',
    service_date: '2026-01-05',
    procedure_code: '70000',
    ...more,
  }
  return header
    .split(',')
    .map((name) => row[name] ?? '')
    .join(',')
}

const code = '99213'

const read = (
  files: readonly (readonly string[])[],
  look: (ingested: Ingested) => Promise<void>,
): Promise<void> =>
  ingesting(
    withNeeded(
      Object.fromEntries(
        files.map((lines, at) => [
          `inbox/claims/${at + 1}.csv`,
          `${[header, ...lines].join('\n')}\n`,
        ]),
      ),
    ),
    usual,
    look,
  )

const kept = async ({ all }: Ingested): Promise<string[]> =>
  (await all('select claim_id, file_rank, record from raw.claims order by file_rank, record')).map(
    (row) => `${row['claim_id']} ${row['file_rank']}.${row['record']}`,
  )

describe('of the claim lines are kept', () => {
  it('those with a code, a place or a revenue code that a model needs', async () => {
    const lines = [
      line('a'),
      line('b', { procedure_code: code }),
      line('c', { place_of_service: '23' }),
      line('d', { revenue_code: '0450' }),
      line('e', { place_of_service: '11' }),
    ]
    await read([lines], async (night) =>
      expect(await kept(night)).toEqual(['b 1.2', 'c 1.3', 'd 1.4']),
    )
  })

  it('only those within the window: after its start, to the as-of date', async () => {
    const days = ['2024-06-30', '2024-07-01', '2026-06-30', '2026-07-01']
    const lines = days.map((day) => line(day, { procedure_code: code, service_date: day }))
    await read([lines], async (night) =>
      expect(await kept(night)).toEqual(['2024-07-01 1.2', '2026-06-30 1.3']),
    )
  })

  it('corrections of any time and code, even those with few valid columns', async () => {
    const lines = [
      line('a', { frequency_code: '7', service_date: '2001-01-01' }),
      line('b', {
        frequency_code: '8',
        service_date: 'never',
        provider_id: '',
        procedure_code: '',
      }),
      line('c', { claim_status: 'reversed' }),
      line('d', { original_claim_id: 'a' }),
    ]
    await read([lines], async (night) =>
      expect(await kept(night)).toEqual(['a 1.1', 'b 1.2', 'c 1.3', 'd 1.4']),
    )
  })

  it('denied and pending ones only if a service was rendered that a gap may use', async () => {
    const lines = [
      line('a', { claim_status: 'denied', procedure_code: code }),
      line('b', { claim_status: 'denied', frequency_code: '8' }),
      line('c', { claim_status: 'pending', original_claim_id: 'a' }),
    ]
    await read([lines], async (night) => expect(await kept(night)).toEqual(['a 1.1']))
  })

  it('the versions of a kept line that do not qualify themselves, in any file', async () => {
    const first = [line('a', { procedure_code: code }), line('b'), line('a', { line_number: '2' })]
    const second = [line('x'), line('a'), line('b')]
    const third = [line('a', { service_date: '2001-01-01' }), line('a', { claim_status: 'denied' })]
    await read([first, second, third], async (night) => {
      expect(await kept(night)).toEqual(['a 1.1', 'a 2.2', 'a 3.1'])
    })
  })

  it('with a hash of their key, and a list of hashes that several lines share', async () => {
    const qualified = (id: string, more: Partial<Record<string, string>> = {}): string =>
      line(id, { procedure_code: code, ...more })
    const first = [qualified('a'), qualified('b'), qualified('c'), line('x'), line('x')]
    const second = [
      line('a'),
      qualified('b'),
      qualified('c', { claim_status: 'denied' }),
      qualified('c', { line_number: '2' }),
    ]
    await read([first, second], async ({ all }) => {
      const shared = await all(`
        select claim_id, file_rank, record from raw.claims
        where key_hash in (select key_hash from raw.claim_shared_key)
        order by claim_id, file_rank, record`)
      expect(
        shared.map((row) => `${row['claim_id']} ${row['file_rank']}.${row['record']}`),
      ).toEqual(['a 1.1', 'a 2.1', 'b 1.2', 'b 2.2'])
      expect(await all('select count(*) as keys from raw.claim_shared_key')).toEqual([{ keys: 2 }])
      expect(await all('select claim_status from raw.claims where key_hash is null')).toEqual([
        { claim_status: 'denied' },
      ])
    })
  })
})

describe('versions that are read again are found', () => {
  const lines = [line('x'), line('a'), line('b', { provider_id: 'P\u00fc' }), line('c'), line('y')]
  const counting = ['a', 'b', 'c'].map((id) => line(id, { procedure_code: code }))
  const file = (end: string, more: readonly string[] = []): string =>
    [header, ...more, ...lines, ''].join(end)
  it.each([
    ['by their lines', file('\n'), 2],
    ['in lines that end with two characters', file('\r\n'), 2],
    ['where the last line has no end', file('\n').trimEnd(), 2],
    ['where a record has two lines', file('\n', [line('z', { provider_id: '"P\n2"' })]), 3],
    ['where a line is empty', file('\n', ['']), 2],
    ['where a record could not be parsed', file('\n', ['broken']), 3],
    ['where a line has what separates none', file('\n', [line('z', { provider_id: '\x01' })]), 3],
  ])('%s', async (_, text, record) => {
    const files = {
      'inbox/claims/1.csv': text,
      'inbox/claims/2.csv': [header, ...counting, ''].join('\n'),
    }
    await ingesting(withNeeded(files), usual, async (night) => {
      expect(await kept(night)).toEqual([
        ...['a', 'b', 'c'].map((id, at) => `${id} 1.${record + at}`),
        ...['a', 'b', 'c'].map((id, at) => `${id} 2.${at + 1}`),
      ])
      expect(
        await night.all('select provider_id from raw.claims where file_rank = 1 order by record'),
      ).toEqual([{ provider_id: 'P1' }, { provider_id: 'P\u00fc' }, { provider_id: 'P1' }])
    })
  })
})

it('every claim line has an outcome, kept or not', async () => {
  const lines = [
    line('a', { procedure_code: code }),
    line('b'),
    line('c', { service_date: '2026-02-30' }),
    `${line('d')},`,
    `${line('e')},x,y`,
  ]
  await read([lines, [line('f')]], async ({ all }) => {
    expect(
      await all(
        `select read, accepted, rejected, filtered, superseded from raw.file_fate where feed = 'claims' order by file_rank`,
      ),
    ).toEqual([
      { read: 5, accepted: 3, rejected: 2, filtered: 0, superseded: 0 },
      { read: 1, accepted: 1, rejected: 0, filtered: 0, superseded: 0 },
    ])
    expect(
      await all(
        'select record, reason, member_id, provider_id from raw.rejected_row order by record',
      ),
    ).toEqual([
      { record: 3, reason: 'type:service_date', member_id: 'M1', provider_id: 'P1' },
      { record: 5, reason: 'columns:too_many', member_id: 'M1', provider_id: 'P1' },
    ])
  })
})

it('the order of the rows in a file changes nothing but their numbers', async () => {
  const lines = Array.from({ length: 400 }, (_, n) =>
    line(`c${n % 150}`, {
      procedure_code: n % 3 === 0 ? code : '70000',
      service_date: n % 7 === 0 ? 'never' : `2026-01-${String(10 + (n % 20))}`,
      frequency_code: n % 11 === 0 ? '7' : '',
    }),
  )
  const contents = async (rows: readonly string[]): Promise<unknown> => {
    let found: unknown
    await read([rows], async ({ all }) => {
      found = [
        await all('select * exclude (record) from raw.claims order by all'),
        await all(
          'select reason, raw, member_id, count(*) as n from raw.rejected_row group by all order by all',
        ),
      ]
    })
    return found
  }
  const shuffled = lines
    .map((row, at) => ({ row, key: (at * 7919) % 400 }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row)
  expect(await contents(shuffled)).toEqual(await contents(lines))
})
