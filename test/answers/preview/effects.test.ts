import { describe, expect, it } from 'vitest'
import {
  assignedIn,
  countByProvider,
  evening,
  ids,
  panels,
  people,
  recorded,
} from '../../support/moving-payer.ts'
import { decideOn, requestOne } from '../../support/commands.ts'
import { put, withFolder } from '../../support/night.ts'
import { sharedLake } from '../../support/shared-lake.ts'

const noon = (day: string) => ({ now: () => new Date(`${day}T16:00:00Z`) })

const payer = {
  members: people(7, (i) => ({
    facility_id: i < 2 ? 'F1' : '',
    birth_date: i === 6 ? '2015-01-01' : '1980-01-01',
  })),
  panels: panels({ P1: {}, P2: { panel_capacity: '2', min_age: '18' }, P3: { min_age: '18' } }),
  record: recorded('P1', ids(7)),
  facilities: [
    { facility_id: 'F1', facility_name: 'Home', facility_type: 'assisted_living', state: 'IN' },
  ],
}

const move = {
  kind: 'bulk_reassign',
  request_id: 'R1',
  requested_by: 'Ada',
  source_provider_id: 'P1',
  destination_provider_ids: 'P2|P3',
  distribution: 'evenly',
  reason: 'provider_leaving',
}

const options = (folder: string) => ({ lake: folder, yes: true })

const afterEvening = sharedLake('preview', (folder) => evening(folder, '2026-06-30', payer))

describe('the preview of a request', () => {
  it('is not possible before the first night', async () => {
    await withFolder(async (folder) => {
      await put(folder, 'inbox/.keep', '')
      const shown = await requestOne(move, options(folder), noon('2026-06-30'))
      expect(shown).toMatch(
        /If approved today[^]*No night has run yet, so its effect cannot be shown/,
      )
    })
  })

  it('of a move lists each destination with room before and after, and who stays and why', async () => {
    await withFolder(async (folder) => {
      await put(
        folder,
        'inbox/scheduled_visits/all.csv',
        'visit_id,member_id,provider_id,scheduled_at\nV1,M001,P1,2026-07-09\nV2,M007,P1,2026-07-09\n',
      )
      await evening(folder, '2026-06-30', payer)
      const shown = await requestOne(move, options(folder), noon('2026-06-30'))
      expect(shown).toContain(
        [
          '  On the night of 2026-06-30 it would move 6 members; 1 member would stay.',
          '    to P2 (Provider P2): 2 members, room for 2 before, 0 after',
          '    to P3 (Provider P3): 4 members, no limit',
          '    stay: 1 member, no destination may take them',
          '    not to P2: 1 member of these, age',
          '    not to P3: 1 member of these, age',
          '    0.0 more miles in total, 0.0 per member',
          '    1 booked visit of 1 member with their current PMP: they stay as booked',
        ].join('\n'),
      )
    })
  })

  it('of a move matches what the next night does', async () => {
    await afterEvening(async (folder) => {
      const shown = await requestOne(move, options(folder), noon('2026-06-30'))
      const shownCounts = [...shown.matchAll(/to (P\d) .*: (\d+) member/g)].map(([, id, n]) => [
        id,
        Number(n),
      ])
      await put(
        folder,
        'mine.yaml',
        'name: mine\npolicy: caresource\nfeeds:\n  enrollment:\nroles:\n  manager: [Max]\n',
      )
      const deciding = {
        lake: folder,
        pipeline: `${folder}/mine.yaml`,
        by: 'Max',
        reason: 'agreed',
      }
      await decideOn('approve', ['R1'], deciding, noon('2026-06-30'))
      const rows = await assignedIn(folder, await evening(folder, '2026-07-01', payer))
      expect(countByProvider(rows)).toMatchObject(Object.fromEntries(shownCounts))
    })
  })

  it('of a patient assignment names the current and the new PMP, and what would prevent its start', async () => {
    await afterEvening(async (folder) => {
      const ask = (member_id: string) => ({
        kind: 'assign_patient',
        requested_by: 'Ada',
        member_id,
        provider_id: 'P2',
        reason: 'transition',
      })
      expect(await requestOne(ask('M001'), options(folder), noon('2026-06-30'))).toMatch(
        /It would move the member from P1 \(by carried_forward\) to P2\.\nWritten/,
      )
      expect(await requestOne(ask('M099'), options(folder), noon('2026-06-30'))).toMatch(
        /no eligible member has this id/,
      )
    })
  })

  it('of a specialist assignment lists what would prevent its start', async () => {
    await afterEvening(async (folder) => {
      const specialist = {
        kind: 'assign_patient',
        requested_by: 'Ada',
        member_id: 'M001',
        provider_id: 'NONE',
        role: 'specialist',
        specialty: 'psychiatry',
        reason: 'specialist_need',
      }
      expect(await requestOne(specialist, options(folder), noon('2026-06-30'))).toMatch(
        /If approved today, it is in effect from 2026-06-30 to open\.\n {2}It would not start with NONE: /,
      )
    })
  })

  it('of a facility, a coverage and a dismissal counts the members that they affect', async () => {
    await afterEvening(async (folder) => {
      const facility = {
        kind: 'assign_facility',
        requested_by: 'Ada',
        facility_id: 'F1',
        provider_id: 'P2',
        reason: 'onboarding',
      }
      const coverage = {
        kind: 'set_coverage',
        requested_by: 'Ada',
        absent_provider_id: 'P1',
        covering_provider_ids: 'P2',
        effective_date: '2026-07-01',
        end_date: '2026-07-14',
        reason: 'vacation',
      }
      const dismissal = {
        kind: 'dismiss_member',
        requested_by: 'Ada',
        member_id: 'M001',
        provider_id: 'P1',
        reason: 'threats',
      }
      const shown = async (cells: Record<string, string>): Promise<string> =>
        requestOne(cells, options(folder), noon('2026-06-30'))
      expect(await shown(facility)).toMatch(/2 eligible members live there, 2 of them with another/)
      expect(await shown(coverage)).toMatch(/it would apply to 7 members/)
      expect(await shown(dismissal)).toMatch(/the member has P1, and would get another/)
    })
  })

  it('of a coverage lists the days on which no one would act, also for other providers that the provider covers', async () => {
    await afterEvening(async (folder) => {
      await put(
        folder,
        'mine.yaml',
        'name: mine\npolicy: caresource\nfeeds:\n  enrollment:\nroles:\n  manager: [Max]\n',
      )
      const leave = (absent: string, covering: string, from: string, to: string) =>
        requestOne(
          {
            kind: 'set_coverage',
            request_id: `${absent}-by-${covering}`,
            requested_by: 'Ada',
            absent_provider_id: absent,
            covering_provider_ids: covering,
            effective_date: from,
            end_date: to,
            reason: 'vacation',
          },
          options(folder),
          noon('2026-06-30'),
        )
      const deciding = { lake: folder, pipeline: `${folder}/mine.yaml`, by: 'Max', reason: 'yes' }
      expect(await leave('P1', 'P2', '2026-07-01', '2026-07-14')).not.toMatch(/No one would act/)
      await decideOn('approve', ['P1-by-P2'], deciding, noon('2026-06-30'))
      expect(await leave('P2', 'P3', '2026-07-05', '2026-07-08')).not.toMatch(/No one would act/)
      const circle = await leave('P2', 'P1', '2026-07-05', '2026-07-20')
      expect(circle).toMatch(
        /No one would act for P1 from 2026-07-05 to 2026-07-14: P2 is away too/,
      )
      expect(circle).toMatch(
        /No one would act for P2 from 2026-07-05 to 2026-07-14: P1 is away too/,
      )
    })
  })
})
