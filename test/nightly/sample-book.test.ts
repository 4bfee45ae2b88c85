import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '../../src/night/run.ts'
import { reading, runIn, withoutGuardRails } from '../support/night.ts'

const sample = fileURLToPath(new URL('../../sample-data', import.meta.url))

let lake = ''
let june: RunResult
let july: RunResult

beforeAll(async () => {
  lake = await mkdtemp(path.join(tmpdir(), 'empanel-test-'))
  for (const part of ['inbox', 'requests']) {
    await cp(path.join(sample, part), path.join(lake, part), { recursive: true })
  }
  june = await runIn(lake, { asOf: '2026-06-30' })
  july = await runIn(lake, { asOf: '2026-07-08', change: withoutGuardRails })
}, 240_000)

afterAll(async () => {
  await rm(lake, { recursive: true, force: true })
})

const rows = (night: RunResult, query: string): Promise<object[]> =>
  reading(lake, night, (engine) => engine.all<object>(query))

describe("the sample payer's book, from one night to another", () => {
  it('no request of it holds the night', () => {
    expect(june.manifest.status).toBe('complete')
  })

  it('a leave of two weeks with a gap: no one acts while the covering provider is away, and the PMP stays', async () => {
    const members =
      "select member_id from assignment.assigned_provider where provider_id = 'P00084'"
    const team = (night: RunResult): Promise<object[]> =>
      rows(
        night,
        `select distinct role, provider_id, cast(from_date as varchar) as "from", cast(to_date as varchar) as "to"
        from assignment.care_team
        where role = 'acting' and absent_provider_id = 'P00084' and member_id in (${members})`,
      )
    expect(await team(june)).toEqual([
      { role: 'acting', provider_id: 'P00004', from: '2026-07-03', to: '2026-07-05' },
    ])
    expect(await team(july)).toEqual([])
    const [{ members: still } = { members: 0 }] = await reading(lake, june, (engine) =>
      engine.all<{ members: number }>(`select count(*) as members from (${members}) as listed`),
    )
    expect(still).toBeGreaterThan(50)
  })

  it('a retirement: the retired provider keeps no member and gets no new one', async () => {
    const query = `select moved.to_provider_id, count(*) as members
      from assignment.moved_member as moved
      where request_id = 'P00055-retires' group by 1 order by 1`
    const moved = await reading(lake, june, (engine) =>
      engine.all<{ to_provider_id: string | null; members: number }>(query),
    )
    expect(moved.map((row) => row.to_provider_id)).not.toContain(null)
    expect(moved.reduce((sum, { members }) => sum + members, 0)).toBe(44)
    expect(await rows(july, query)).toEqual(moved)
    const left = "select member_id from assignment.assigned_provider where provider_id = 'P00055'"
    expect(await rows(june, left)).toEqual([])
    expect(await rows(july, left)).toEqual([])
  })

  it('a lapsed license with an exception: the night after its last day the next step assigns', async () => {
    const query = `select provider_id, basis from assignment.assigned_provider
      where member_id = 'M0000206'`
    expect(await rows(june, query)).toEqual([
      { provider_id: 'P00007', basis: 'patient_assignment' },
    ])
    const [after] = await rows(july, query)
    expect(after).not.toMatchObject({ provider_id: 'P00007' })
    expect(
      await rows(
        july,
        `select state, ended_reason from assignment.request_start
        where request_id = 'M0000206-to-P00007'`,
      ),
    ).toEqual([{ state: 'ended', ended_reason: 'exception_ended' }])
  })

  it('a dismissal: another PMP, and emergencies still covered', async () => {
    const team = await rows(
      june,
      `select role, provider_id from assignment.care_team
      where member_id = 'M0000293' and role in ('primary', 'emergency') order by role`,
    )
    expect(team).toEqual([
      { role: 'emergency', provider_id: 'P00111' },
      { role: 'primary', provider_id: expect.not.stringMatching('P00111') },
    ])
  })

  it('a closed panel takes the one member that it accepts, and not another who chose it', async () => {
    const query = `select member_id, provider_id from assignment.assigned_provider
      where member_id in ('M0000404', 'M0000974') order by member_id`
    expect(await rows(june, query)).toEqual([
      { member_id: 'M0000404', provider_id: expect.not.stringMatching('P00067') },
      { member_id: 'M0000974', provider_id: 'P00067' },
    ])
  })
})
