import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { qualityPopulation } from '../../src/cli/commands/quality-population.ts'
import { effectsAt, exported, previewPopulation } from '../support/commands.ts'
import { listing } from '../support/listing.ts'
import { member, panel } from '../support/small-payer.ts'
import { atPayer, closeOn, nightOf, noon } from './payer.ts'

// Each case runs several whole nights.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const spans = (id: string, ...all: [string, string][]): Record<string, string>[] =>
  all.map(([coverage_start, coverage_end]) => member(id, { coverage_start, coverage_end }))

const enrollment = [
  ...spans('ALL', ['2025-01-01', '']),
  ...spans('FORTY-FIVE', ['2025-01-01', '2026-01-31'], ['2026-03-18', '']),
  ...spans('FORTY-SIX', ['2025-01-01', '2026-01-31'], ['2026-03-19', '']),
  ...spans('TWO', ['2025-01-01', '2026-01-31'], ['2026-02-10', '2026-06-30'], ['2026-07-10', '']),
  ...spans('LATE', ['2026-02-15', '']),
  ...spans('GONE', ['2025-01-01', '2026-12-30']),
]

const months = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`)

const rowsOf = async (lake: string): Promise<string[]> => {
  const csv = await exported('publication.quality_population', { lake, year: '2026' })
  const [header = '', ...lines] = csv.trim().split('\n')
  const names = header.split(',')
  const cell = (line: string, name: string): string => line.split(',')[names.indexOf(name)] ?? ''
  return lines.map((line) =>
    [
      'member_id',
      'provider_id',
      'months_with_provider',
      'gaps',
      'longest_gap_days',
      'is_continuously_enrolled',
    ]
      .map((name) => cell(line, name))
      .join(' '),
  )
}

describe('quality population', () => {
  it('lists members attributed on the anchor date, with their months and continuous enrollment: one gap of at most 45 days', async () => {
    await atPayer(async (lake) => {
      await nightOf(lake, '2026-12-31', {
        providers: [panel('P1'), panel('P2', { practice_id: 'K2' })],
        enrollment,
        current_assignments: ['ALL', 'FORTY-FIVE', 'FORTY-SIX', 'LATE', 'TWO'].map((id) => ({
          member_id: id,
          provider_id: 'P1',
          effective_date: id === 'ALL' ? '2026-03-02' : '2025-01-01',
          basis: 'auto',
        })),
      })
      const write = (day: string): Promise<object> =>
        qualityPopulation('2026', { lake }, effectsAt(noon(day)))
      await expect(write('2027-03-30')).rejects.toMatchObject({
        exit: 2,
        message: expect.stringMatching(/accepted until 2027-03-31, and today is 2027-03-30/),
      })
      await expect(write('2027-04-02')).rejects.toMatchObject({
        message: expect.stringMatching(/not closed: 2026-01, .*2026-12/),
      })
      for (const month of months) await closeOn(lake, month, '2027-01-05')
      await expect(write('2027-04-02')).rejects.toMatchObject({
        message: expect.stringMatching(
          /started on 2027-03-31 or later, found one started on 2026-12-31/,
        ),
      })
      await nightOf(lake, '2026-12-31', {}, '2027-04-01')
      const before = await listing(path.join(lake, 'closes'))
      expect(await previewPopulation('2026', { lake }, noon('2027-01-10'))).toMatch(
        /^year,anchor_date,member_id,.*\n2026,2026-12-31,ALL,/,
      )
      expect(await listing(path.join(lake, 'closes'))).toEqual(before)
      await write('2027-04-02')
      expect(await rowsOf(lake)).toEqual([
        'ALL P1 9 0 0 true',
        'FORTY-FIVE P1 10 1 45 true',
        'FORTY-SIX P1 10 1 46 false',
        'LATE P1 10 1 45 true',
        'TWO P1 10 2 9 false',
      ])
      await expect(write('2027-04-03')).rejects.toMatchObject({
        message: expect.stringMatching(/is already written, and is never rewritten/),
      })
      await expect(
        qualityPopulation('next', { lake: '/does/not/exist' }, effectsAt()),
      ).rejects.toMatchObject({
        exit: 2,
        message: expect.stringMatching(/a year such as 2026/),
      })
    })
  })
})
