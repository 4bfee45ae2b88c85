import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PipelineConfig } from '../../src/config/pipeline.ts'
import type { GuardRail } from '../../src/runs/manifest.ts'
import type { RunResult } from '../../src/night/run.ts'
import { listing } from '../support/listing.ts'
import { csv, put, runIn, withFolder, withoutGuardRails } from '../support/night.ts'
import { afterHeldNight, afterTensNight } from '../support/shared-nights.ts'
import { member } from '../support/small-payer.ts'
import { FIRST, type Files, SECOND, fillTen, ten, termed } from '../support/ten-members.ts'

/** Disables every rail except one. */
const only =
  (rail: string) =>
  (config: PipelineConfig): PipelineConfig => {
    const off = withoutGuardRails(config)
    const extra = rail === 'panel_loss' ? { panel_loss_min_members: 5 } : {}
    const limit = (config.guard_rails as unknown as Record<string, number>)[rail]
    return { ...off, guard_rails: { ...off.guard_rails, [rail]: limit, ...extra } }
  }

const railOf = (result: RunResult, name: string): GuardRail | undefined =>
  result.manifest.guardRails.find((rail) => rail.name === name || rail.name.startsWith(`${name}:`))

const published = (lake: string): Promise<string | undefined> =>
  readFile(path.join(lake, 'published.json'), 'utf8').catch(() => undefined)

const expectHeld = async (lake: string, result: RunResult, before?: string): Promise<void> => {
  expect(result.exit).toBe(3)
  expect(result.manifest.status).toBe('held')
  expect(await published(lake)).toBe(before)
  const run = await listing(path.join(lake, 'runs', result.manifest.run_id))
  const promised = result.manifest.outputs.map(({ name, sha256 }) => [name, sha256])
  expect({ ...Object.fromEntries(promised), 'manifest.json': run['manifest.json'] }).toEqual(run)
  for (const name of ['publication/registry.parquet', 'reports/assignment_changes.csv']) {
    expect(run).toHaveProperty([name])
  }
}

describe('against the system of record a night is held when', () => {
  const cases: [string, string, Files, number][] = [
    [
      'more than a tenth of its members change',
      'system_of_record_changed',
      {
        'inbox/self_selections/1.csv': csv(
          ['M0', 'M1'].map((id) => ({
            member_id: id,
            provider_id: 'P2',
            selected_on: '2026-06-01',
          })),
        ),
      },
      0.2,
    ],
    [
      'more than a twentieth of its members end',
      'system_of_record_ended',
      { 'inbox/enrollment/1.csv': termed(1) },
      0.1,
    ],
    [
      'a PMP loses more than a quarter of a panel',
      'panel_loss',
      { 'inbox/enrollment/1.csv': termed(3) },
      0.3,
    ],
  ]
  it.each(cases)('%s', async (_, rail, files, found) => {
    await withFolder(async (lake) => {
      await fillTen(lake, files)
      const result = await runIn(lake, { asOf: FIRST, change: only(rail) })
      expect(railOf(result, rail)).toMatchObject({ value: found, crossed: true })
      await expectHeld(lake, result)
    })
  })

  it('more than a twentieth of the eligible members are left unassigned', async () => {
    await withFolder(async (lake) => {
      const far = [...ten.slice(1), member('M9X', { latitude: '46.9', longitude: '-96.8' })]
      await fillTen(lake, { 'inbox/enrollment/1.csv': csv(far) })
      const result = await runIn(lake, { asOf: FIRST, change: only('unassigned') })
      expect(railOf(result, 'unassigned')).toMatchObject({ value: 0.1, crossed: true })
      await expectHeld(lake, result)
    })
  })
})

describe('against the night before a night is held when', () => {
  const visits = csv(
    ['M0', 'M1'].map((id) => ({
      claim_id: `C${id}`,
      line_number: '1',
      member_id: id,
      provider_id: 'P1',
      service_date: '2026-06-01',
      procedure_code: '99213',
    })),
  )
  const cases: [string, string, Files, number][] = [
    [
      'more than a twentieth of the eligible members are attributed by another step',
      'attribution_moved',
      { 'inbox/claims/2.csv': visits },
      0.2,
    ],
    [
      'a feed shrinks by more than a fifth',
      'rows_down',
      { 'inbox/enrollment/2.csv': csv(ten.slice(3)) },
      0.3,
    ],
    [
      'a feed grows by more than a half',
      'rows_up',
      {
        'inbox/enrollment/2.csv': csv([...ten, ...[1, 2, 3, 4, 5, 6].map((i) => member(`N${i}`))]),
      },
      0.6,
    ],
  ]
  it.each(cases)('%s', async (_, rail, files, found) => {
    await afterTensNight(async (lake, first) => {
      const change = only(rail)
      expect(first.exit).toBe(0)
      const before = await published(lake)
      for (const [key, content] of Object.entries(files)) await put(lake, key, content ?? '')
      const second = await runIn(lake, { asOf: SECOND, change })
      const crossed = second.manifest.guardRails.filter((each) => each.crossed)
      expect(crossed).toHaveLength(1)
      expect(crossed[0]?.name.split(':')[0]).toBe(rail)
      expect(crossed[0]?.value).toBeCloseTo(found, 10)
      await expectHeld(lake, second, before)
    })
  })

  it('a feed is missing', async () => {
    await withFolder(async (lake) => {
      await fillTen(lake, { 'inbox/claims/1.csv': visits })
      await runIn(lake, { asOf: FIRST, change: withoutGuardRails })
      const before = await published(lake)
      const change = (config: PipelineConfig): PipelineConfig => {
        const { claims: _, ...feeds } = withoutGuardRails(config).feeds
        return { ...withoutGuardRails(config), feeds }
      }
      const second = await runIn(lake, { asOf: SECOND, change })
      expect(railOf(second, 'feed_missing')).toMatchObject({
        name: 'feed_missing:claims',
        crossed: true,
      })
      await expectHeld(lake, second, before)
    })
  })
})

describe('a feed older than its max_age_days', () => {
  const aged =
    (days: number) =>
    (config: PipelineConfig): PipelineConfig => {
      const off = withoutGuardRails(config)
      const { enrollment } = off.feeds
      return {
        ...off,
        feeds: {
          ...off.feeds,
          ...(enrollment && { enrollment: { ...enrollment, max_age_days: days } }),
        },
      }
    }

  it.each([
    [5, 0],
    [4, 3],
  ])('dated five days ago, with a limit of %i days, exits with %i', async (days, exit) => {
    await withFolder(async (lake) => {
      await fillTen(lake, {
        'inbox/enrollment/1.csv': undefined,
        'inbox/enrollment/members_20260625.csv': csv(ten),
      })
      const result = await runIn(lake, { asOf: FIRST, change: aged(days) })
      expect(railOf(result, 'max_age_days')?.value).toBe(5)
      expect(result.exit).toBe(exit)
    })
  })
})

describe('a rail at its limit, or without anything to be measured against, holds nothing', () => {
  it('a tenth of the members changed is not more than a tenth', async () => {
    await withFolder(async (lake) => {
      const one = [{ member_id: 'M0', provider_id: 'P2', selected_on: '2026-06-01' }]
      await fillTen(lake, { 'inbox/self_selections/1.csv': csv(one) })
      const result = await runIn(lake, { asOf: FIRST })
      expect(railOf(result, 'system_of_record_changed')).toMatchObject({
        value: 0.1,
        crossed: false,
      })
      expect(result.exit).toBe(0)
    })
  })

  it('shows "not measured" without a system of record and a baseline', async () => {
    await withFolder(async (lake) => {
      await fillTen(lake, { 'inbox/current_assignments/1.csv': undefined })
      const result = await runIn(lake, { asOf: FIRST })
      expect(result.exit).toBe(0)
      for (const name of [
        'system_of_record_changed',
        'system_of_record_ended',
        'attribution_moved',
        'panel_loss',
        'rows_down:enrollment',
        'rows_up:enrollment',
      ]) {
        expect(railOf(result, name)).toMatchObject({
          value: null,
          crossed: false,
          detail: expect.stringMatching(/^not measured: /),
        })
      }
      expect(railOf(result, 'unassigned')).toMatchObject({ value: 0, crossed: false })
    })
  })
})

it('a held night that is never released is the baseline of no later night, and stays unchanged', async () => {
  await afterHeldNight(async (lake, held) => {
    expect(held.exit).toBe(3)
    const run = path.join(lake, 'runs', held.manifest.run_id)
    const before = await listing(run)
    const next = await runIn(lake, { asOf: SECOND, change: withoutGuardRails })
    expect(next.manifest.baseline_run_id).toBeNull()
    expect(await listing(run)).toEqual(before)
  })
})
