import { gzipSync } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../src/night/run.ts'
import { csv, runIn, withFolder, withoutGuardRails } from '../support/night.ts'
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
  look: (result: RunResult, folder: string) => Promise<void> | void,
): Promise<void> =>
  withFolder(async (folder) => {
    await fill(folder, files)
    await look(await runIn(folder, { asOf: AS_OF, change: withoutGuardRails }), folder)
  })

describe('input that cannot be used refuses the night and says why', () => {
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
  const ok = claims
  const cases: [string, Files, string, string, number][] = [
    [
      'a day that is not in the calendar',
      { [CLAIMS]: csv([...ok, claim('C9', 'M1', 'P1', '2026-02-30')]) },
      'claims',
      'type:service_date',
      4,
    ],
    [
      'a date in American order',
      { [CLAIMS]: csv([...ok, claim('C9', 'M1', 'P1', '02/03/2026')]) },
      'claims',
      'type:service_date',
      4,
    ],
    [
      'a missing id',
      { [CLAIMS]: csv([claim('', 'M1', 'P1', '2026-02-03'), ...ok]) },
      'claims',
      'missing:claim_id',
      1,
    ],
    [
      'an unknown value',
      { [PROVIDERS]: csv([...providers, panel('P9', { panel_status: 'ajar' })]) },
      'providers',
      'unknown:panel_status',
      3,
    ],
    [
      'an NPI that fails its check digit',
      {
        [PROVIDERS]: csv(
          [...providers.map((row) => ({ ...row, npi: '' })), panel('P9', { npi: '1234567890' })],
          [...Object.keys(panel('P')), 'npi'],
        ),
      },
      'providers',
      'luhn:npi',
      3,
    ],
    [
      'a provider without a practice',
      { [PROVIDERS]: csv([...providers, panel('P9', { practice_id: '' })]) },
      'providers',
      'missing:practice_id',
      3,
    ],
    [
      'a span that ends before it starts',
      { [ENROLLMENT]: csv([...enrollment, member('M9', { coverage_end: '2024-12-31' })]) },
      'enrollment',
      'order:coverage_end',
      4,
    ],
    [
      'a key that occurs twice',
      { [PROVIDERS]: csv([...providers, panel('P1', { provider_name: 'A' })]) },
      'providers',
      'duplicate:provider_id',
      3,
    ],
    [
      'a negative amount',
      { [CLAIMS]: csv([...ok, claim('C9', 'M1', 'P1', '2026-02-03', { allowed_amount: '-5' })]) },
      'claims',
      'range:allowed_amount',
      4,
    ],
  ]
  it.each(cases)('%s', async (_, files, feed, reason, record) => {
    await night(files, async (result, folder) => {
      expect(result.manifest.status).toBe('complete')
      const file = path.join(folder, 'runs', result.manifest.run_id, `quarantine/${feed}.csv`)
      const [header, ...rows] = (await readFile(file, 'utf8')).trim().split('\n')
      expect(header).toBe('file,record,column,reason,raw')
      expect(rows).toHaveLength(1)
      expect(rows[0]).toContain(`,${record},${reason.split(':')[1]},${reason},`)
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

describe('what looks odd but is right is kept', () => {
  it.each(['a/b', '../up', 'say "hi"', 'two\nlines', '=1+1', 'Ñúñez'])(
    'the member id %j',
    async (id) => {
      await night({ [ENROLLMENT]: csv([...enrollment, member(id)]) }, (result) => {
        expect(result.manifest.status).toBe('complete')
        expect(result.manifest.controlTotals['members.eligible']).toBe(4)
      })
    },
  )

  it('a practice id that would leave the folder', async () => {
    const files = { [PROVIDERS]: csv([...providers, panel('P9', { practice_id: '../../x' })]) }
    await night(files, (result) => {
      const lists = result.manifest.outputs.filter(({ name }) => name.startsWith('registry/'))
      expect(lists).toHaveLength(4)
      expect(lists.every(({ name }) => /^registry\/[^/]+\.csv$/.test(name))).toBe(true)
    })
  })
})
