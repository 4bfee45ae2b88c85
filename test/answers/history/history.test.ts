import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { atPayer, nightOf, noon } from '../../closing/payer.ts'
import { decideOn, history, requestOne, requests } from '../../support/commands.ts'
import { put } from '../../support/night.ts'
import { member, panel } from '../../support/small-payer.ts'

// Each case runs several whole nights.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

type Type = 'member' | 'facility' | 'provider'

interface Desk {
  readonly lake: string
  readonly pipeline: string
  readonly yes: true
}

/** A payer whose member M1 had P1, and by a request P2 from June 8; the night of the 10th saw it. */
let options: Desk = { lake: '', pipeline: '', yes: true }
let done = (): void => {}

beforeAll(async () => {
  const ready = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  done = end.resolve
  const life = atPayer(async (lake) => {
    options = await makePayer(lake)
    ready.resolve()
    await end.promise
  })
  await Promise.race([ready.promise, life])
})

afterAll(() => done())

const shown = (type: Type, id: string, more = {}): Promise<string> =>
  history({ type, id }, { ...options, ...more }, noon('2026-06-12'))

const makePayer = async (lake: string): Promise<Desk> => {
  await put(
    lake,
    'mine.yaml',
    'name: mine\npolicy: caresource\nfeeds:\n  enrollment:\n  providers:\nroles:\n  manager: [Max]\n  administrator: [Root]\n',
  )
  const pipeline = path.join(lake, 'mine.yaml')
  const desk: Desk = { lake, pipeline, yes: true }
  await nightOf(lake, '2026-06-01', {
    providers: [panel('P1'), panel('P2', { practice_id: 'K2' })],
    enrollment: [member('M1'), member('M2')],
    current_assignments: ['M1', 'M2'].map((id) => ({
      member_id: id,
      provider_id: 'P1',
      effective_date: '2025-01-01',
      basis: 'auto',
    })),
  })
  const ask = {
    kind: 'assign_patient',
    request_id: 'R1',
    requested_by: 'Ada',
    member_id: 'M1',
    provider_id: 'P2',
    reason: 'transition',
    effective_date: '2026-06-08',
  }
  await requestOne(ask, desk, noon('2026-06-05'))
  await decideOn('approve', ['R1'], { ...desk, by: 'Max', reason: 'agreed' }, noon('2026-06-06'))
  await requestOne(
    {
      kind: 'assign_facility',
      request_id: 'F-1',
      requested_by: 'Ada',
      facility_id: 'F1',
      provider_id: 'P1',
      reason: 'onboarding',
    },
    desk,
    noon('2026-06-05'),
  )
  const ok = { ...desk, by: 'Max', reason: 'ok' }
  await decideOn('approve', ['F-1'], ok, noon('2026-06-06'))
  await nightOf(lake, '2026-06-10')
  return desk
}

describe('history', () => {
  it('of a member shows each PMP, the days and reasons, and corrections', async () => {
    const text = await shown('member', 'M1')
    expect(text).toMatch(
      /PMP:\n {2}2025-01-01 to 2026-06-07 {2}P1 \(Provider P1\) {2}by auto.*; ended: replaced; recorded on 2026-06-10\n/,
    )
    expect(text).toMatch(
      /2026-06-08 to open {2}P2 \(Provider P2\) {2}by patient_assignment, assigned to member, request R1; recorded on 2026-06-10\n/,
    )
    expect(text).toMatch(
      /Corrected later:\n {2}2025-01-01 to open {2}P1.*on record from 2026-06-01 to 2026-06-09\n/,
    )
    expect(text).toMatch(
      /Requested by Ada at 2026-06-05.*: transition\.\n.*Approved by Max, manager, on 2026-06-06: agreed\./,
    )
  })

  it('shows what was recorded by a day, of assignments, requests and decisions', async () => {
    const third = await shown('member', 'M1', { knownAt: '2026-06-04' })
    expect(third).toMatch(/2025-01-01 to open {2}P1/)
    expect(third).not.toMatch(/P2|R1|Corrected/)
    const fifth = await shown('member', 'M1', { knownAt: '2026-06-05' })
    expect(fifth).toMatch(/R1 {2}pending/)
    expect(await shown('member', 'M1', { knownAt: '2026-06-06' })).toMatch(/R1 {2}scheduled/)
    const listed = (more: object): Promise<string> =>
      requests([], { ...options, ...more }, noon('2026-06-12'))
    expect(await listed({})).toMatch(/R1 {2}in_force/)
    expect(await listed({ knownAt: '2026-06-05' })).toMatch(/R1 {2}pending/)
    expect(await listed({ knownAt: '2026-06-04' })).toBe('No requests yet.\n')
  })

  it('shows what was effective on a day, as recorded now and as recorded then', async () => {
    expect(await shown('member', 'M1', { asOf: '2026-06-09' })).toMatch(
      /PMP:\n {2}2026-06-08 to open {2}P2/,
    )
    expect(await shown('member', 'M1', { asOf: '2026-06-09', knownAt: '2026-06-09' })).toMatch(
      /PMP:\n {2}2025-01-01 to open {2}P1/,
    )
  })

  it('of a provider counts members who joined and left, and lists the requests', async () => {
    expect(await shown('provider', 'P1')).toMatch(
      /Panel:\n {2}2025-01-01 {2}joined {5}2 {2}auto\n {2}2026-06-08 {2}left {7}1 {2}replaced\n/,
    )
    expect(await shown('provider', 'P2')).toMatch(
      /2026-06-08 {2}joined {5}1 {2}patient assignment\n[^]*R1 {2}in_force/,
    )
    expect(await shown('provider', 'P1', { asOf: '2026-06-09' })).toMatch(/1 member on the panel/)
  })

  it('of a facility lists its providers and their requests', async () => {
    expect(await shown('facility', 'F1')).toMatch(
      /Providers:\n {2}2026-06-06 to open {2}P1 as primary, request F-1\n/,
    )
  })

  it('prints one JSON object', async () => {
    expect(JSON.parse(await shown('member', 'M1', { json: true }))).toMatchObject({
      subject_id: 'M1',
      known_at: null,
      assignments: [{ provider_id: 'P1' }, { provider_id: 'P1' }, { request_id: 'R1' }],
      requests: [{ request_id: 'R1', state: 'in_force', decisions: [{ by: 'Max' }] }],
    })
  })

  it('refuses impossible dates before it opens the lake, and an unknown id', async () => {
    const nowhere = { lake: '/does/not/exist' }
    for (const more of [{ asOf: '2026-02-29' }, { knownAt: 'yesterday' }]) {
      await expect(
        history({ type: 'member', id: 'M1' }, { ...nowhere, ...more }),
      ).rejects.toMatchObject({ exit: 2, message: expect.stringMatching(/to be a date/) })
      await expect(requests([], { ...nowhere, ...more })).rejects.toMatchObject({ exit: 2 })
    }
    await expect(shown('member', 'm1')).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(/No member with this id has an assignment or a request/),
    })
  })
})
