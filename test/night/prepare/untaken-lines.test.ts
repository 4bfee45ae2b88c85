import { expect, test } from 'vitest'
import { noteUntakenLines } from '../../../src/night/prepare/untaken-lines.ts'
import { withNight } from './night.ts'

const notes = async (panels: string): Promise<readonly string[]> => {
  const told: string[] = []
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
    await noteUntakenLines(night)
    told.push(...night.manifest.notes)
  })
  return told
}

test('tells the lines of business of eligible members that no PMP takes, and those they take', async () => {
  expect(await notes(`('P1', 'medicaid'), ('P2', 'medicaid'), ('P2', 'marketplace')`)).toEqual([
    'line of business HIP (2 members): no PMP on the roster takes it; they take marketplace, medicaid',
    'line of business Medicaid (1 member): no PMP on the roster takes it; they take marketplace, medicaid',
  ])
})

test('says nothing where all are taken, and says so where no PMP takes any', async () => {
  expect(await notes(`('P1', 'medicaid'), ('P1', 'Medicaid'), ('P1', 'HIP')`)).toEqual([])
  expect(await notes(`('', '')`)).toContain(
    'line of business medicaid (1 member): no PMP on the roster takes it; they take no line',
  )
})
