import { expect, test } from 'vitest'
import { noteUnservedLines } from '../../../src/night/prepare/unserved-lines.ts'
import { withNight } from './night.ts'

const notes = async (panels: string): Promise<readonly string[]> => {
  const found: string[] = []
  await withNight({ asOf: '2026-06-30' }, async (night) => {
    await night.engine.run(`
      create schema staging;
      create table staging.member as select * from (values
        ('M1', true, 'medicaid'), ('M2', true, 'Medicaid'), ('M3', true, 'HIP'),
        ('M4', true, 'HIP'), ('M5', false, 'gone')
      ) as row(member_id, eligible, line_of_business);
      create table staging.eligible_pmp as
        select * from (values ${panels}) as row(provider_id, line_of_business) where provider_id <> '';
    `)
    await noteUnservedLines(night)
    found.push(...night.manifest.notes)
  })
  return found
}

test('notes each line of business of eligible members that no PMP takes, and the lines on the roster', async () => {
  expect(await notes(`('P1', 'medicaid'), ('P2', 'medicaid'), ('P2', 'marketplace')`)).toEqual([
    'Line of business HIP (2 members): no PMP on the roster takes it. Lines on the roster: marketplace, medicaid.',
    'Line of business Medicaid (1 member): no PMP on the roster takes it. Lines on the roster: marketplace, medicaid.',
  ])
})

test('notes nothing if every line is taken, and "none" if the roster has no line', async () => {
  expect(await notes(`('P1', 'medicaid'), ('P1', 'Medicaid'), ('P1', 'HIP')`)).toEqual([])
  expect(await notes(`('', '')`)).toContain(
    'Line of business medicaid (1 member): no PMP on the roster takes it. Lines on the roster: none.',
  )
})
