import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine, Row } from '../../../src/engine/engine.ts'
import { feedNamed, type FeedName } from '../../../src/feeds/index.ts'
import { compileContract } from '../../../src/feeds/sql/compile.ts'
import { verdictColumn } from '../../../src/feeds/sql/contract-sql.ts'
import { judgeInSql, openEngine, type TextRow } from './rows.ts'

let spool: string
let engine: Engine

beforeAll(async () => {
  spool = await mkdtemp(join(tmpdir(), 'empanel-'))
  engine = await openEngine(spool)
})

afterAll(async () => {
  engine.close()
  await rm(spool, { recursive: true })
})

const whole: Readonly<Partial<Record<FeedName, TextRow>>> = {
  enrollment: {
    member_id: 'M1',
    coverage_start: '2024-01-01',
    line_of_business: 'medicaid',
    birth_date: '1980-05-17',
  },
  claims: {
    claim_id: 'C1',
    line_number: '1',
    member_id: 'M1',
    provider_id: 'P1',
    service_date: '2024-03-01',
    procedure_code: '99213',
  },
  providers: {
    provider_id: 'P1',
    provider_name: 'Ann Example',
    specialty: '207Q00000X',
    practice_id: 'K1',
    lines_of_business: 'medicaid',
    active_from: '2020-01-01',
  },
}

/** What is made of a row that is whole but for `changes`. */
const judge = async (name: FeedName, changes: TextRow): Promise<Row> => {
  const feed = feedNamed(name)
  const [row] = await judgeInSql(engine, feed, compileContract(feed), [
    { ...whole[name], ...changes },
  ])
  return row ?? {}
}

const reasonOf = async (name: FeedName, changes: TextRow) => (await judge(name, changes))['verdict']

describe('a whole row', () => {
  test.each(['enrollment', 'claims', 'providers'] as const)('of %s is accepted', async (name) => {
    expect(await reasonOf(name, {})).toBeNull()
  })
})

describe('a required column', () => {
  test.each([null, '', '   ', '\t'])('that holds %j is missing', async (birth_date) => {
    expect(await reasonOf('enrollment', { birth_date })).toBe('missing:birth_date')
  })

  test('that is a list needs an item', async () => {
    expect(await reasonOf('providers', { lines_of_business: ' | ' })).toBe(
      'missing:lines_of_business',
    )
  })
})

describe('the reason', () => {
  test('is the first failing column in the order of the contract', async () => {
    const changes = { birth_date: null, gender: 'X', coverage_start: 'soon' }
    expect(await reasonOf('enrollment', changes)).toBe('type:coverage_start')
  })

  test('of a check between columns comes in the order of the column that it names', async () => {
    const before = { coverage_end: '2023-12-31', birth_date: null }
    expect(await reasonOf('enrollment', before)).toBe('order:coverage_end')
    const after = { coverage_end: '2023-12-31', member_id: null }
    expect(await reasonOf('enrollment', after)).toBe('missing:member_id')
  })

  test('names the column that failed', async () => {
    const row = await engine.first(`select ${verdictColumn("'type:service_date'")} as failed`)
    expect(row).toEqual({ failed: 'service_date' })
  })
})

describe('a date', () => {
  test.each([
    '2026-02-30', '2023-02-29', '02/03/2026', '2026-2-3', '2026/02/03', '20260203', '2026-02-03x',
    '0000-01-01', 'infinity', '2026-02-03T', '12026-02-03',
  ])('is not %s', async (service_date) => {
    expect(await reasonOf('claims', { service_date })).toBe('type:service_date')
  }) // prettier-ignore

  test.each([
    '2024-02-29', '2024-02-29T23:59:59.999Z', '2024-02-29 23:30:00-08', '2024-02-29T00:00+05:30',
  ])('is read from %s as written', async (service_date) => {
    const row = await judge('claims', { service_date })
    expect(row).toMatchObject({ verdict: null, service_date: '2024-02-29' })
  }) // prettier-ignore
})

describe('a last day', () => {
  test.each(['', '9999-12-31', '2299-12-31', '9999-12-31T00:00:00Z'])(
    'that holds %j is open',
    async (coverage_end) => {
      const row = await judge('enrollment', { coverage_end })
      expect(row).toMatchObject({ verdict: null, coverage_end: null })
    },
  )

  test('may be the first day but not before it', async () => {
    expect(await reasonOf('enrollment', { coverage_end: '2024-01-01' })).toBeNull()
    expect(await reasonOf('enrollment', { coverage_end: '2023-12-31' })).toBe('order:coverage_end')
  })
})

describe('a number', () => {
  test.each([
    ['7', 7],
    ['7.0', 7],
    ['007', 7],
    ['+7', 7],
  ])('that is whole is read from %s', async (line_number, value) => {
    expect(await judge('claims', { line_number })).toMatchObject({
      verdict: null,
      line_number: value,
    })
  })

  test.each(['1.5', '1_000', '0x1F', '1e3', '2147483648', 'one', '1,000'])(
    'that is whole is not %s',
    async (line_number) => {
      expect(await reasonOf('claims', { line_number })).toBe('type:line_number')
    },
  )

  test.each(['nan', 'inf', '1_0', '1e999', '--1', '+-1'])('is not %s', async (latitude) => {
    expect(await reasonOf('enrollment', { latitude })).toBe('type:latitude')
  })

  test('has limits, inclusive', async () => {
    expect(await reasonOf('enrollment', { latitude: '90' })).toBeNull()
    expect(await reasonOf('enrollment', { latitude: '90.01' })).toBe('range:latitude')
    expect(await reasonOf('enrollment', { longitude: '-180.5' })).toBe('range:longitude')
    expect(await reasonOf('providers', { panel_capacity: '0' })).toBeNull()
    expect(await reasonOf('providers', { panel_capacity: '-1' })).toBe('range:panel_capacity')
  })

  test('of a version keeps every digit, so that twenty of them still sort', async () => {
    const order = await engine.first(
      `select max(claim_version) = cast('20240101123000123457' as decimal(38,6)) as right from (${compileContract(
        feedNamed('claims'),
      ).checked(
        `(select unnest(['20240101123000123456', '20240101123000123457', '9']) as claim_version, ${Object.keys(
          feedNamed('claims').columns,
        )
          .filter((column) => column !== 'claim_version')
          .map((column) => `cast(null as varchar) as ${column}`)
          .join(', ')})`,
        [],
      )})`,
    )
    expect(order).toEqual({ right: true })
  })
})

describe('an amount', () => {
  test('is dollars and cents', async () => {
    expect(await judge('claims', { allowed_amount: '85.2' })).toMatchObject({
      verdict: null,
      allowed_amount: 85.2,
    })
  })

  test('of an ordinary line is not below zero', async () => {
    expect(await reasonOf('claims', { allowed_amount: '-0.01' })).toBe('range:allowed_amount')
  })

  test('is not written with a currency sign', async () => {
    expect(await reasonOf('claims', { paid_amount: '$5' })).toBe('type:paid_amount')
  })
})

describe('a value from a list', () => {
  test('is written exactly as listed', async () => {
    expect(await reasonOf('providers', { panel_status: 'Open' })).toBe('unknown:panel_status')
    expect(await reasonOf('enrollment', { gender: 'female' })).toBe('unknown:gender')
  })

  test('has its default where no value is given', async () => {
    expect(await judge('enrollment', { pmp_required: ' ' })).toMatchObject({
      pmp_required: 'Y',
      restricted: 'N',
    })
    expect(await judge('claims', {})).toMatchObject({
      frequency_code: '1',
      claim_status: 'paid',
    })
  })
})

describe('a place', () => {
  test.each(['IN', 'in', 'Indiana', 'INDIANA', ' indiana '])(
    'reads the state %j',
    async (state) => {
      expect(await judge('enrollment', { state })).toMatchObject({ verdict: null, state: 'IN' })
    },
  )

  test('is not a state that the postal service does not list', async () => {
    expect(await reasonOf('enrollment', { state: 'XX' })).toBe('unknown:state')
  })

  test.each(['46204', '46204-1234', '462041234'])('reads the ZIP %s', async (zip) => {
    expect(await judge('enrollment', { zip })).toMatchObject({ verdict: null, zip: '46204' })
  })

  test.each(['4620', '46204-', '4620O', '46204 1234'])('is not the ZIP %s', async (zip) => {
    expect(await reasonOf('enrollment', { zip })).toBe('type:zip')
  })
})

describe('an NPI', () => {
  test('has a right check digit over 80840 and itself', async () => {
    expect(await reasonOf('providers', { npi: '1234567893' })).toBeNull()
    expect(await reasonOf('providers', { npi: '1234567890' })).toBe('luhn:npi')
    expect(await reasonOf('claims', { provider_npi: '1234567890' })).toBe('luhn:provider_npi')
  })

  test('has ten digits', async () => {
    expect(await reasonOf('providers', { npi: '123456789' })).toBe('type:npi')
  })

  test('may be absent', async () => {
    expect(await reasonOf('providers', { npi: null })).toBeNull()
  })
})

describe('a list', () => {
  test('is its distinct items, trimmed', async () => {
    const row = await judge('providers', { license_states: ' KY|Indiana|| IN ', languages: '|' })
    expect(row).toMatchObject({ verdict: null, license_states: ['IN', 'KY'], languages: null })
  })

  test('fails with any of its items', async () => {
    expect(await reasonOf('providers', { license_states: 'IN|XX' })).toBe('unknown:license_states')
    expect(await reasonOf('providers', { service_zips: '46204|462' })).toBe('type:service_zips')
  })
})

describe('a claim line', () => {
  test('names a provider by id, or by npi with the tin that bills', async () => {
    const npi = { provider_id: null, provider_npi: '1234567893' }
    expect(await reasonOf('claims', { ...npi, billing_tin: '351234567' })).toBeNull()
    expect(await reasonOf('claims', npi)).toBe('missing:provider_id')
    expect(await reasonOf('claims', { provider_id: null })).toBe('missing:provider_id')
  })

  const nothingElse = {
    line_number: 'x',
    provider_id: null,
    provider_npi: '1',
    service_date: '2026-02-30',
    paid_date: 'soon',
    procedure_code: null,
    allowed_amount: '-85.00',
  }

  test.each([{ frequency_code: '7' }, { frequency_code: '8' }, { claim_status: 'reversed' }])(
    'that corrects (%j) needs only its claim and member',
    async (code) => {
      expect(await judge('claims', { ...nothingElse, ...code })).toMatchObject({
        verdict: null,
        line_number: null,
        provider_npi: null,
        service_date: null,
        paid_date: null,
        allowed_amount: -85,
      })
      expect(await reasonOf('claims', { ...nothingElse, ...code, member_id: null })).toBe(
        'missing:member_id',
      )
      expect(await reasonOf('claims', { ...nothingElse, ...code, claim_id: ' ' })).toBe(
        'missing:claim_id',
      )
    },
  )

  test('that corrects by one code has the default of the other where that is unknown', async () => {
    expect(await judge('claims', { frequency_code: '8', claim_status: 'odd' })).toMatchObject({
      verdict: null,
      claim_status: 'paid',
    })
  })
})

describe('odd text', () => {
  test.each(["O'Hara", 'a/b', '=1+1', 'two\nlines', 'say "hi"', 'NULL', 'null'])(
    '%j is kept as it came',
    async (member_id) => {
      expect(await judge('enrollment', { member_id })).toMatchObject({ verdict: null, member_id })
    },
  )
})
