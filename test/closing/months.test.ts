import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { readCloses } from '../../src/closing/closes.ts'
import { prune } from '../../src/cli/commands/prune.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { effectsAt, exported as exportRelation } from '../support/commands.ts'
import { listing } from '../support/listing.ts'
import { sharedLakeFrom } from '../support/shared-lake.ts'
import { member, panel } from '../support/small-payer.ts'
import { atPayer, closeOn, linesOf, nightOf, noon } from './payer.ts'

// Each case runs several whole nights.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const providers = [
  panel('P1', { practice_id: 'K1', practice_tin: '35-1234567' }),
  panel('P2', { practice_id: 'K2', latitude: '39.80' }),
]

const holds = (id: string, provider: string, from: string): Record<string, string> => ({
  member_id: id,
  provider_id: provider,
  effective_date: from,
  basis: 'auto',
})

/** One member, and a night in the middle of June. */
const afterJuneNight = sharedLakeFrom(atPayer, 'june-night', (lake) =>
  nightOf(lake, '2026-06-10', { providers, enrollment: [member('M1')] }),
)

const afterTwoJuneNights = sharedLakeFrom(atPayer, 'two-june-nights', async (lake) => {
  const enrollment = [member('M1'), member('M2'), member('M3')]
  await nightOf(lake, '2026-06-10', { providers, enrollment })
  return nightOf(lake, '2026-06-11', { enrollment: [member('M2'), member('M4')] })
})

const exported = (lake: string, more = {}): Promise<string> =>
  exportRelation('publication.member_month', { lake, ...more })

describe('a closed month', () => {
  it('counts the members covered on the fixed day, with their PMP of that day', async () => {
    await atPayer(async (lake) => {
      await nightOf(lake, '2026-06-30', {
        providers,
        enrollment: [
          member('M1'),
          member('M2', { coverage_start: '2026-06-02' }),
          member('M3', { coverage_end: '2026-05-31' }),
          member('M4', { pmp_required: 'N' }),
          member('M5', { coverage_end: '2026-06-01' }),
        ],
        current_assignments: [
          holds('M1', 'P1', '2025-01-01'),
          holds('M2', 'P1', '2026-06-02'),
          holds('M5', 'P2', '2025-01-01'),
        ],
      })
      await closeOn(lake, '2026-06', '2026-07-01')
      expect(await linesOf(lake)).toEqual([
        '2026-06 M1 P1 P2 claims 1',
        '2026-06 M5 P2 P2 assignment 1',
      ])
    })
  })

  it('is adjusted by −1 and +1 in the next close: for a retroactive enrollment, termination and change of PMP', async () => {
    await atPayer(async (lake) => {
      await nightOf(lake, '2026-06-01', {
        providers,
        enrollment: [member('M3'), member('M4'), member('M6')],
        current_assignments: [
          holds('M3', 'P1', '2025-01-01'),
          holds('M4', 'P1', '2025-01-01'),
          holds('M6', 'P1', '2025-01-01'),
        ],
      })
      await closeOn(lake, '2026-06', '2026-06-02')
      await nightOf(lake, '2026-07-01', {
        enrollment: [
          member('M3', { coverage_end: '2026-05-31' }),
          member('M4'),
          member('M5', { coverage_start: '2026-05-15' }),
          member('M6'),
        ],
        current_assignments: [
          holds('M3', 'P1', '2025-01-01'),
          holds('M4', 'P2', '2026-05-20'),
          holds('M5', 'P2', '2026-05-15'),
          holds('M6', 'P1', '2025-01-01'),
        ],
      })
      await closeOn(lake, '2026-07', '2026-07-02')
      expect(await linesOf(lake, '2026-06')).toEqual([
        '2026-06 M3 P1 P1 assignment 1',
        '2026-06 M4 P1 P1 assignment 1',
        '2026-06 M6 P1 P1 assignment 1',
      ])
      const said = await exported(lake)
      expect(said.split('\n')).toHaveLength(12)
      expect(await exported(lake, { month: '2026-07' })).toMatch(
        /^month,fixed_day,member_id,[^]*\n2026-06,2026-06-01,M3,medicaid,P1,P1,assignment,K1,351234567,adjustment,-1,2026-07,retroactive_termination\n/,
      )
      await expect(exported(lake, { month: '2026-08' })).rejects.toMatchObject({
        hint: 'Closed months: 2026-06, 2026-07.',
      })
      expect(await linesOf(lake, '2026-07')).toEqual([
        '2026-06 M3 P1 P1 assignment -1 retroactive_termination',
        '2026-06 M4 P1 P1 assignment -1 assignment_changed',
        '2026-06 M4 P2 P2 assignment 1 assignment_changed',
        '2026-06 M5 P2 P2 assignment 1 retroactive_enrollment',
        '2026-07 M4 P2 P2 assignment 1',
        '2026-07 M5 P2 P2 assignment 1',
        '2026-07 M6 P1 P1 assignment 1',
      ])
    })
  })

  it('is not adjusted beyond retro_months; the differences are listed', async () => {
    await atPayer(async (lake) => {
      const current = [holds('M1', 'P1', '2025-01-01')]
      await nightOf(lake, '2026-06-01', {
        providers,
        enrollment: [member('M1')],
        current_assignments: current,
      })
      for (const month of ['2026-02', '2026-03', '2026-04', '2026-05']) {
        await closeOn(lake, month, '2026-06-02')
      }
      await nightOf(lake, '2026-06-10', {
        enrollment: [member('M1', { coverage_end: '2026-01-31' })],
      })
      await closeOn(lake, '2026-06', '2026-06-11')
      expect(await linesOf(lake, '2026-06')).toEqual(
        ['2026-03', '2026-04', '2026-05'].map(
          (month) => `${month} M1 P1 P2 claims -1 retroactive_termination`,
        ),
      )
      const [june] = (await readCloses(await openLocalLake(lake))).slice(-1)
      expect(june?.rows).toEqual({ original: 0, taken_back: 3, added: 0, not_adjusted: 1 })
      const listed = june?.files.find(({ name }) => /^not_adjusted.*csv$/.test(name))?.name ?? ''
      expect(await readFile(path.join(lake, 'closes/2026-06', listed), 'utf8')).toMatch(
        /\n2026-02,M1,medicaid,,P1,,true,false\n$/,
      )
    })
  })

  it('keeps a member whose row is rejected or absent, as the run of the month knew them', async () => {
    await atPayer(async (lake) => {
      const current_assignments = [holds('M1', 'P1', '2025-01-01'), holds('M2', 'P1', '2025-01-01')]
      await nightOf(lake, '2026-06-01', {
        providers,
        enrollment: [member('M1'), member('M2'), member('M3')],
        current_assignments,
      })
      await closeOn(lake, '2026-06', '2026-06-02')
      await nightOf(lake, '2026-07-01', {
        enrollment: [member('M1', { birth_date: 'soon' }), member('M3')],
        current_assignments,
      })
      await closeOn(lake, '2026-07', '2026-07-02')
      expect(await linesOf(lake, '2026-07')).toEqual(['2026-07 M3 P1 P1 assignment 1'])
    })
  })

  it('counts on its last day if it is shorter than the fixed day, also on a leap day', async () => {
    await atPayer(async (lake) => {
      await nightOf(lake, '2028-03-31', {
        providers,
        enrollment: [
          member('M1', { coverage_start: '2028-02-29' }),
          member('M2', { coverage_start: '2028-01-01', coverage_end: '2028-02-28' }),
          member('M3', { coverage_start: '2028-03-01' }),
        ],
      })
      await closeOn(lake, '2028-02', '2028-04-01', { day: '31' })
      await closeOn(lake, '2028-03', '2028-04-01', { day: '31' })
      expect(await linesOf(lake, '2028-02')).toEqual(['2028-02 M1 P1 P1 assignment 1'])
      expect(await linesOf(lake, '2028-03')).toEqual([
        '2028-03 M1 P1 P1 assignment 1',
        '2028-03 M3 P1 P1 assignment 1',
      ])
    })
  })

  it('is refused if closed already, out of order, too early, without a run, or on another day', async () => {
    await atPayer(async (lake) => {
      await expect(closeOn(lake, '2026-06', '2026-06-30')).rejects.toMatchObject({
        exit: 2,
        message: expect.stringMatching(/as of 2026-06-01 or later, found none at all/),
      })
    })
    await afterJuneNight(async (lake) => {
      await closeOn(lake, '2026-05', '2026-06-30')
      const before = await listing(lake)
      const refused: [string, string, object, RegExp][] = [
        ['2026-05', '2026-06-30', {}, /2026-05 was closed on 2026-06-30/],
        ['2026-04', '2026-06-30', {}, /2026-04 is before 2026-05, the first/],
        ['2026-07', '2026-07-30', {}, /2026-06 is still open/],
        ['2026-06', '2026-05-31', {}, /counts on 2026-06-01, and today is 2026-05-31/],
        ['2026-06', '2026-06-30', { day: '15' }, /Expected --day 1/],
        ['2026-13', '2026-06-30', {}, /month such as 2026-06/],
        ['2026-06', '2026-06-30', { day: '0' }, /day of the month/],
        ['2026-06', '2026-06-30', { by: ' ' }, /--by/],
      ]
      for (const [month, day, more, message] of refused) {
        await expect(closeOn(lake, month, day, more)).rejects.toMatchObject({
          exit: 2,
          message: expect.stringMatching(message),
        })
      }
      await closeOn(lake, '2026-06', '2026-06-30')
      await expect(closeOn(lake, '2026-07', '2026-07-30')).rejects.toMatchObject({
        message: expect.stringMatching(/as of 2026-07-01 or later, found none after 2026-06-10/),
      })
      expect(await listing(lake)).toMatchObject(before)
    })
  })

  it('is not closed if the close crashed between two files, and can be closed again', async () => {
    await afterJuneNight(async (lake) => {
      await closeOn(lake, '2026-06', '2026-06-30')
      const whole = await listing(path.join(lake, 'closes'))
      const [, ...rest] = Object.keys(whole)
      for (const name of [...rest, '2026-06/manifest.json']) {
        await rm(path.join(lake, 'closes', name), { force: true })
      }
      expect(await readCloses(await openLocalLake(lake))).toEqual([])
      await closeOn(lake, '2026-06', '2026-06-30')
      expect(await listing(path.join(lake, 'closes'))).toEqual(whole)
    })
  })

  it('has the same bytes whenever it is closed', async () => {
    const closed = async (): Promise<Record<string, string>> => {
      const found = await afterTwoJuneNights(async (lake) => {
        await closeOn(lake, '2026-05', '2026-06-30')
        await closeOn(lake, '2026-06', '2026-06-30')
        return listing(path.join(lake, 'closes'))
      })
      return Object.fromEntries(Object.entries(found).filter(([name]) => !/manifest/.test(name)))
    }
    expect(await closed()).toEqual(await closed())
  })

  it('is found before the next close if it was edited', async () => {
    await afterJuneNight(async (lake) => {
      await closeOn(lake, '2026-04', '2026-06-30')
      await closeOn(lake, '2026-05', '2026-06-30')
      const file = path.join(lake, 'closes/2026-04/manifest.json')
      await writeFile(
        file,
        (await readFile(file, 'utf8')).replace('"original": 1', '"original": 2'),
      )
      await expect(closeOn(lake, '2026-06', '2026-06-30')).rejects.toMatchObject({
        exit: 1,
        message: expect.stringMatching(/closes\/2026-04\/manifest.json is not what/),
      })
    })
  })

  it('protects the runs that the next closes read from pruning', async () => {
    await atPayer(async (lake) => {
      await nightOf(lake, '2026-05-01', { providers, enrollment: [member('M1')] })
      await nightOf(lake, '2026-05-02')
      await nightOf(lake, '2026-06-01')
      await nightOf(lake, '2026-06-02')
      await nightOf(lake, '2026-06-03')
      await closeOn(lake, '2026-05', '2026-06-03')
      const before = await readdir(path.join(lake, 'runs'))
      const options = { lake, keep: '0', days: '0', yes: true }
      await prune(options, effectsAt(noon('2027-01-01')))
      const left = await readdir(path.join(lake, 'runs'))
      // The one of June 2 stays as the baseline of the published one.
      expect(left).toEqual(before.filter((id) => !id.includes('-20260502-')))
      await closeOn(lake, '2026-06', '2026-06-03')
      expect(await linesOf(lake, '2026-06')).toEqual(['2026-06 M1 P1 P2 claims 1'])
    })
  })
})
