import { gzipSync } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../src/night/run.ts'
import { csv, reading, runIn, withFolder, withoutGuardRails } from '../support/night.ts'
import { sharedLake } from '../support/shared-lake.ts'
import {
  AS_OF,
  claim,
  claims,
  enrollment,
  fill,
  member,
  panel,
  providers,
} from '../support/small-payer.ts'

type Files = Parameters<typeof fill>[1]

const ENROLLMENT = 'inbox/enrollment/2026-06-30.csv'
const PROVIDERS = 'inbox/providers/2026-06-30.csv'
const CLAIMS = 'inbox/claims/2026-06.csv'

const night = async (
  files: Files,
  check: (result: RunResult, folder: string) => Promise<void> | void,
): Promise<void> =>
  withFolder(async (folder) => {
    await fill(folder, files)
    await check(await runIn(folder, { asOf: AS_OF, change: withoutGuardRails }), folder)
  })

/** The lines of a feed's quarantine, its header first. */
const quarantine = async (folder: string, run: string, feed: string): Promise<string[]> => {
  const file = path.join(folder, 'runs', run, `quarantine/${feed}.csv`)
  return (await readFile(file, 'utf8')).trim().split('\n')
}

describe('input that cannot be used refuses the night, with the reason', () => {
  const cases: [string, Files, RegExp][] = [
    ['a required feed without a file', { [ENROLLMENT]: undefined }, /enrollment/],
    ['an empty file', { [ENROLLMENT]: '' }, /2026-06-30\.csv.*empty/s],
    [
      'a required feed with only a header',
      { [PROVIDERS]: `${Object.keys(panel('P1')).join(',')}\n` },
      /providers/,
    ],
    [
      'a missing required column',
      {
        [CLAIMS]: csv(
          claims,
          Object.keys(claims[0] ?? {}).filter((name) => name !== 'procedure_code'),
        ),
      },
      /procedure_code/,
    ],
    [
      'a delimiter that is none of ours',
      { [CLAIMS]: csv(claims).replaceAll('","', '"^"').replaceAll(',', '^') },
      /2026-06\.csv/,
    ],
    [
      'a cut gz',
      { [CLAIMS]: undefined, 'inbox/claims/a.csv.gz': gzipSync(csv(claims)).subarray(0, 60) },
      /a\.csv\.gz/,
    ],
    [
      'a Parquet file that is none',
      { [CLAIMS]: undefined, 'inbox/claims/a.parquet': 'no' },
      /a\.parquet/,
    ],
  ]
  it.each(cases)('%s', async (_, files, message) => {
    await night(files, (result) => {
      expect(result.manifest.status).toBe('refused')
      expect(result.exit).toBe(4)
      expect(result.manifest.error?.message).toMatch(message)
    })
  })

  it('too many rejected rows: nothing is published, the rows can be read', async () => {
    await withFolder(async (folder) => {
      const bad = claims.map((row) => ({ ...row, service_date: '02/03/2026' }))
      await fill(folder, { [CLAIMS]: csv(bad) })
      const result = await runIn(folder, { asOf: AS_OF })
      expect(result.exit).toBe(4)
      expect(result.manifest.error?.message).toMatch(/claims/)
      const run = path.join(folder, 'runs', result.manifest.run_id)
      expect(await readFile(path.join(run, 'quarantine/claims.csv'), 'utf8')).toContain(
        'type:service_date',
      )
      await expect(readFile(path.join(folder, 'published.json'))).rejects.toThrow('ENOENT')
    })
  })
})

describe('a row that cannot be used is quarantined with its reason, and the night goes on', () => {
  const badClaims: [string, Record<string, string>, string][] = [
    [
      'a day that is not in the calendar',
      claim('C6', 'M1', 'P1', '2026-02-30'),
      'type:service_date',
    ],
    ['a date in American order', claim('C7', 'M1', 'P1', '02/03/2026'), 'type:service_date'],
    ['a missing id', claim('', 'M1', 'P1', '2026-02-03'), 'missing:claim_id'],
    [
      'a negative amount',
      claim('C9', 'M1', 'P1', '2026-02-03', { allowed_amount: '-5' }),
      'range:allowed_amount',
    ],
  ]
  const badProviders: [string, Record<string, string>, string][] = [
    ['an unknown value', panel('P6', { panel_status: 'ajar' }), 'unknown:panel_status'],
    ['an NPI that fails its check digit', panel('P7', { npi: '1234567890' }), 'luhn:npi'],
    ['a provider without a practice', panel('P8', { practice_id: '' }), 'missing:practice_id'],
    ['a key that occurs twice', panel('P1', { provider_name: 'A' }), 'duplicate:provider_id'],
  ]
  const badMembers: [string, Record<string, string>, string][] = [
    [
      'a span that ends before it starts',
      member('M9', { coverage_end: '2024-12-31' }),
      'order:coverage_end',
    ],
  ]
  const rowsOf = (cases: typeof badClaims): Record<string, string>[] => cases.map(([, row]) => row)

  const afterBadRows = sharedLake('bad-rows', async (folder) => {
    await fill(folder, {
      [CLAIMS]: csv([...rowsOf(badClaims), ...claims]),
      [PROVIDERS]: csv(
        [...providers, ...rowsOf(badProviders)],
        [...Object.keys(panel('P')), 'npi'],
      ),
      [ENROLLMENT]: csv([...enrollment, ...rowsOf(badMembers)]),
    })
    return runIn(folder, { asOf: AS_OF, change: withoutGuardRails })
  })

  it('the night is complete', async () => {
    await afterBadRows(async (folder, { manifest }) => {
      expect(manifest.status).toBe('complete')
      const listed = ['claims', 'providers', 'enrollment'].map(async (feed) => {
        const [header, ...rows] = await quarantine(folder, manifest.run_id, feed)
        expect(header).toBe('file,record,column,reason,raw')
        return rows.length
      })
      expect(await Promise.all(listed)).toEqual([4, 4, 1])
    })
  })

  const cases = [
    ...badClaims.map(([title, , reason], i) => ({ title, feed: 'claims', record: i + 1, reason })),
    ...badProviders.map(([title, , reason], i) => ({
      title,
      feed: 'providers',
      record: providers.length + i + 1,
      reason,
    })),
    ...badMembers.map(([title, , reason]) => ({
      title,
      feed: 'enrollment',
      record: enrollment.length + 1,
      reason,
    })),
  ]
  it.each(cases)('$title', async ({ feed, record, reason }) => {
    await afterBadRows(async (folder, { manifest }) => {
      const rows = await quarantine(folder, manifest.run_id, feed)
      const found = rows.filter((row) =>
        row.includes(`,${record},${reason.split(':')[1]},${reason},`),
      )
      expect(found).toHaveLength(1)
    })
  })

  it('a record with three errors is one rejected row', async () => {
    const three = claim('', 'M1', 'P1', 'never', { allowed_amount: 'much' })
    await night({ [CLAIMS]: csv([...claims, three]) }, (result) => {
      const input = result.manifest.inputs.find(({ feed }) => feed === 'claims')
      expect(input?.rows).toEqual({ read: 4, accepted: 3, rejected: 1, filtered: 0, superseded: 0 })
    })
  })

  it('a line that is not UTF-8, among lines that are', async () => {
    const bytes = Buffer.concat([
      Buffer.from(csv(enrollment)),
      Buffer.from(
        csv([member('M8', { last_name: 'N\u00fa\u00f1ez' })]).split('\n')[1] ?? '',
        'latin1',
      ),
      Buffer.from('\n'),
    ])
    await night({ [ENROLLMENT]: bytes }, (result) => {
      expect(['complete', 'refused']).toContain(result.manifest.status)
      const input = result.manifest.inputs.find(({ feed }) => feed === 'enrollment')
      if (result.manifest.status === 'complete') expect(input?.rows?.rejected).toBe(1)
      else expect(result.manifest.error?.hint).toMatch(/latin-1/)
    })
  })
})

describe('odd but valid values are kept', () => {
  const oddIds = ['a/b', '../up', 'say "hi"', 'two\nlines', '=1+1', 'Ñúñez']

  it('member ids of any characters, and a practice id that would leave the folder', async () => {
    const files = {
      [ENROLLMENT]: csv([...enrollment, ...oddIds.map((id) => member(id))]),
      [PROVIDERS]: csv([...providers, panel('P9', { practice_id: '../../x' })]),
    }
    await night(files, async (result, folder) => {
      expect(result.manifest.status).toBe('complete')
      const assigned = await reading(folder, result, (engine) =>
        engine.all<{ member_id: string }>('select member_id from assignment.assigned_provider'),
      )
      expect(assigned.map(({ member_id: id }) => id).toSorted()).toEqual(
        [...enrollment.map((row) => row['member_id']), ...oddIds].toSorted(),
      )
      const lists = result.manifest.outputs.filter(({ name }) => name.startsWith('registry/'))
      expect(lists).toHaveLength(4)
      expect(lists.every(({ name }) => /^registry\/[^/]+\.csv$/.test(name))).toBe(true)
    })
  })
})
