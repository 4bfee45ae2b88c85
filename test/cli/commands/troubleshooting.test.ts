import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideOn, explainFacility, explainMember, explainRequest } from '../../support/commands.ts'
import { runIn } from '../../support/night.ts'

const sample = fileURLToPath(new URL('../../../sample-data', import.meta.url))

let lake = ''

beforeAll(async () => {
  lake = await mkdtemp(path.join(tmpdir(), 'empanel-test-'))
  for (const part of ['inbox', 'requests']) {
    await cp(path.join(sample, part), path.join(lake, part), { recursive: true })
  }
  await runIn(lake, { asOf: '2026-06-30' })
}, 240_000)

afterAll(async () => {
  await rm(lake, { recursive: true, force: true })
})

const request = (id: string): Promise<string> => explainRequest(id, { lake })
const member = (id: string, provider?: string): Promise<string> =>
  explainMember(id, { lake, ...(provider === undefined ? {} : { provider }) })
const facility = (id: string, provider?: string): Promise<string> =>
  explainFacility(id, { lake, ...(provider === undefined ? {} : { provider }) })

describe('why an assignment is not in effect', () => {
  it.each([
    ['a future date', 'F002-change', /^Not in effect yet: it begins on 2026-07-15/],
    ['pending approval', 'M0001199-psychiatry', /^Not in effect: waiting for approval since/],
    ['rejected', 'P00044-reopen', /^Not in effect: rejected by Priya Raman on 2026-06-09/],
    ['withdrawn', 'M0000340-to-P00017', /^Not in effect: withdrawn by Sam Okoro/],
    [
      'a conflicting assignment',
      'M0001285-to-P00014',
      /^No longer in effect: superseded by M0001285-to-P00102 on 2026-06-22/,
    ],
    [
      'a validation that fails',
      'F004-primary',
      /^Not in effect: it did not start, because availability fails and no approved exception covers it: P00044 is closed to new patients/,
    ],
  ])('%s', async (_, id, verdict) => {
    expect(await request(id)).toMatch(verdict)
  })

  it('an approval that no night has read yet', async () => {
    const clock = { now: () => new Date('2026-06-30T16:00:00Z') }
    const pipeline = path.join(sample, 'sample.yaml')
    const options = { lake, pipeline, by: 'Priya Raman', reason: 'looked at it' }
    await decideOn('approve', ['D-M0000718'], options, clock)
    expect(await request('D-M0000718')).toMatch(
      /^Not in effect yet: no night has run since the approval; the latest run is for 2026-06-30/,
    )
  })

  it('one that is in effect states since when, with its validations and their exceptions', async () => {
    const text = await request('M0000206-to-P00007')
    expect(text).toMatch(/^In effect since 2026-06-15: P00007 is the PMP of member M0000206/)
    expect(text).toMatch(
      /licensing .* fails: P00007 is not licensed in IN, only in KY; P00007-licence-IN allows that until 2026-07-07/,
    )
    expect(await request('P00007-licence-IN')).toMatch(
      /^In effect until 2026-07-07: it allows licensing of P00007 to fail for M0000206-to-P00007/,
    )
  })
})

describe('why coverage does not show', () => {
  it('dates', async () => {
    expect(await request('P00102-training')).toMatch(/^Not in effect yet: it begins on 2026-07-06/)
  })

  it('the covering provider is away', async () => {
    expect(await request('P00084-leave')).toMatch(
      /^In force, but no provider acts for P00084 from 2026-06-29 to 2026-07-02: P00004 is away too/,
    )
  })

  it('where it does show, by which provider', async () => {
    expect(await request('P00108-leave')).toMatch(
      /^In effect: P00014 acts for P00108 until 2026-07-03, in place of P00047, who is away too/,
    )
  })
})

describe('why a provider does not appear for a member', () => {
  it.each([
    ['the panel is closed', 'M0000404', 'P00067', /does not appear.*but the panel is closed/],
    [
      'pending approval',
      'M0001199',
      'P00050',
      /M0001199-psychiatry: Not in effect: waiting for approval/,
    ],
    [
      'patient-level override',
      'M0000096',
      'P00017',
      /facility would give them, but patient_assignment decides for P00007/,
    ],
    ['moved away', 'M0000213', 'P00055', /carried_forward would give them, but reassigned decides/],
    ['not active', 'M0000213', 'P00012', /does not appear.*is not active/],
    ['no such provider', 'M0000213', 'P99999', /does not appear.*not in tonight's roster/],
  ])('%s', async (_, id, provider, verdict) => {
    expect((await member(id, provider)).split('\n')[0]).toMatch(verdict)
  })

  it('a dismissal, with the emergency coverage that remains', async () => {
    expect(await member('M0000293', 'P00111')).toMatch(
      /^P00111 covers emergencies of member M0000293 from 2026-06-22 to 2026-07-21, and is not the PMP/,
    )
  })

  it('what the provider is to the member where they do appear', async () => {
    expect(await member('M0000096', 'P00007')).toMatch(
      /^P00007 is the PMP of member M0000096, by patient_assignment/,
    )
  })
})

describe('why a patient still sees the old provider', () => {
  it('a visit that was scheduled before the change', async () => {
    expect(await member('M0000606', 'P00084')).toMatch(
      /A visit on 2026-07-20 is scheduled with P00084, the former PMP: it stays with this provider/,
    )
  })

  it('a visit that moves with the member', async () => {
    expect(await member('M0000213', 'P00055')).toMatch(
      /A visit on 2026-08-26 is scheduled with P00055, .*: it moves to the new PMP/,
    )
  })

  it('the care team lists who acts, the other providers, and the requests behind them', async () => {
    const text = await member('M0000096')
    expect(text).toMatch(/primary: P00007, 2026-06-01 to open, by patient_assignment/)
    expect(text).toMatch(/specialist \(psychiatry\): P00050, .* by facility \(F001-psychiatry\)/)
    expect(text).toMatch(/M0000096-own-pmp {2}in_force/)
  })

  it('the days on which no provider acts', async () => {
    expect(await member('M0000257')).toMatch(/acting: no provider from 2026-06-30 to 2026-07-02/)
  })
})

describe('why a provider does not appear for a facility', () => {
  it.each([
    ['no credential', 'F001', 'P00041', /does not appear.*lacks the credential MD, has NP/],
    ['no licence', 'F005', 'P00004', /does not appear.*is not licensed in IN/],
    ['not active', 'F004', 'P00012', /does not appear.*is not active/],
    ['a request that did not start', 'F004', 'P00044', /F004-primary: Not in effect/],
    ['no request', 'F005', 'P00104', /nothing stops them, but no request asks for them/],
  ])('%s', async (_, id, provider, verdict) => {
    expect((await facility(id, provider)).split('\n')[0]).toMatch(verdict)
  })

  it('why a facility has no provider', async () => {
    expect(await facility('F004')).toMatch(
      /^Facility F004 \(Beechwood Group Home\) has no primary provider. F004-primary: Not in effect/,
    )
    expect(await facility('F001')).toMatch(/^Facility F001 .* has P00017 as its primary provider/)
  })

  it('the facts are there as JSON too', async () => {
    const text = await explainFacility('F001', { lake, provider: 'P00041', json: true })
    expect(JSON.parse(text)).toMatchObject({
      verdict: expect.stringMatching(/lacks the credential/),
      credentials: ['MD'],
    })
  })
})
