import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { approved } from '../requests/entries.ts'
import {
  FIRST,
  SECOND,
  fillLeave,
  leaveWithGap,
  night,
  recorded,
  rows,
  explained,
  visits,
} from '../support/leave-payer.ts'
import { put, withFolder } from '../support/night.ts'
import { sharedLake } from '../support/shared-lake.ts'

const afterLeave = sharedLake('leave-with-gap', async (folder) => {
  await fillLeave(folder, leaveWithGap)
  return night(folder, FIRST)
})

describe('coverage', () => {
  it('a leave of two weeks with a gap in it: the PMP stays, and the care team lists who acts when', async () => {
    await afterLeave(async (folder, result) => {
      expect(
        await rows(
          folder,
          result,
          `select role, provider_id, from_date, to_date, basis from assignment.care_team
          where member_id = 'M1' order by role, from_date`,
        ),
      ).toEqual([
        ['acting', 'P2', '2026-06-30', '2026-06-30', 'coverage'],
        ['acting', 'P2', '2026-07-03', '2026-07-05', 'coverage'],
        ['acting', 'P1', '2026-07-06', '9999-12-31', 'pmp'],
        ['primary', 'P1', '2025-01-01', '9999-12-31', 'carried_forward'],
      ])
      expect(
        await rows(
          folder,
          result,
          `select visit_id, what_to_do, new_provider_id from publication.affected_visit order by 1`,
        ),
      ).toEqual([
        ['V1', 'covering', 'P2'],
        ['V2', 'another_day', null],
      ])
    })
  })

  it('a visit to the covering provider counts for the absent PMP within the dates, and explain shows it', async () => {
    await afterLeave(async (folder, result) => {
      expect(await rows(folder, result, visits)).toEqual([
        ['P1', '2026-03-02', null],
        ['P2', '2026-06-01', null],
        ['P1', '2026-06-24', 'P2'],
      ])
      expect(
        await rows(
          folder,
          result,
          `select provider_id, visits from attribution.attributed_provider where member_id = 'M1'`,
        ),
      ).toEqual([['P1', 2]])
      expect(await explained(folder)).toMatch(
        /P1 \(.*\): 2 visits, 1 of them to P2 \(.*\), covering: 2026-03-02 .*, 2026-06-24/,
      )
    })
  })

  it('does not count with the policy parameter off', async () => {
    await withFolder(async (folder) => {
      await fillLeave(folder, leaveWithGap)
      const pipeline = path.join(folder, 'etc/mine.yaml')
      await put(
        folder,
        'etc/mine.yaml',
        'name: nightly\npolicy: strict\nfeeds:\n  enrollment:\n  providers:\n  claims:\n  current_assignments:\n',
      )
      await put(
        folder,
        'etc/policies/strict.yaml',
        'name: strict\nextends: caresource\nsummary: As caresource.\nsource: This test.\nattribution:\n  coverage_counts_for_absent: false\n',
      )
      const result = await night(folder, FIRST, pipeline)
      expect(await rows(folder, result, visits)).toEqual([
        ['P1', '2026-03-02', null],
        ['P2', '2026-06-01', null],
        ['P2', '2026-06-24', null],
      ])
    })
  })

  it('the second night keeps the credit after the PMP has changed', async () => {
    await afterLeave(async (folder) => {
      await put(folder, 'inbox/current_assignments/2026-07-01.csv', recorded('P3', '2026-07-01'))
      const result = await night(folder, SECOND)
      expect(
        await rows(
          folder,
          result,
          `select provider_id from assignment.assigned_provider where member_id = 'M1'`,
        ),
      ).toEqual([['P3']])
      expect(await rows(folder, result, visits)).toEqual([
        ['P1', '2026-03-02', null],
        ['P2', '2026-06-01', null],
        ['P1', '2026-06-24', 'P2'],
      ])
      const third = await night(folder, '2026-07-02')
      expect(await rows(folder, third, visits)).toContainEqual(['P1', '2026-06-24', 'P2'])
    })
  })

  it('specialists and the coverage of one member are on the care team', async () => {
    await withFolder(async (folder) => {
      const ask = { member_id: 'M1', reason: 'complex_care', effective_date: '2026-06-15' }
      await fillLeave(folder, [
        ...approved('WOUND', '2026-06-01', {
          kind: 'assign_patient',
          ...ask,
          provider_id: 'P3',
          role: 'specialist',
          specialty: 'wound care',
        }),
        ...approved('OWN', '2026-06-01', {
          kind: 'assign_patient',
          ...ask,
          provider_id: 'P2',
          role: 'coverage',
          end_date: '2026-07-31',
        }),
      ])
      const result = await night(folder, FIRST)
      expect(
        await rows(
          folder,
          result,
          `select role, provider_id, from_date, to_date, basis, specialty, request_id
          from assignment.care_team where member_id = 'M1' and role <> 'primary' order by role, from_date`,
        ),
      ).toEqual([
        ['acting', 'P2', '2026-06-30', '2026-07-31', 'patient_coverage', '', 'OWN'],
        ['acting', 'P1', '2026-08-01', '9999-12-31', 'pmp', '', null],
        [
          'specialist',
          'P3',
          '2026-06-15',
          '9999-12-31',
          'patient_assignment',
          'wound care',
          'WOUND',
        ],
      ])
      expect(await rows(folder, result, visits)).toContainEqual(['P1', '2026-06-24', 'P2'])
    })
  })
})
