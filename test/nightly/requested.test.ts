import { beforeAll, describe, expect, it } from 'vitest'
import { type Desk, approve, ask, openDesk } from '../support/desk.ts'
import { csv, put, reading, runIn, withFolder, withoutGuardRails } from '../support/night.ts'
import { member, panel } from '../support/small-payer.ts'

const LEAP_EVE = '2024-02-28'
const LEAP_DAY = '2024-02-29'
const MARCH = '2024-03-01'

const long = { coverage_start: '2023-01-01' }
const enrollment = [
  member('resident', { ...long, facility_id: 'F1' }),
  member('override', { ...long, facility_id: 'F1' }),
  member('unlicensed', long),
  member('accepted', long),
  member('dismissed', long),
  member('staying', long),
  member('documented', { ...long, facility_id: 'F1' }),
]

/** Near is the nearest to all members; no member gets one of the others by distance. */
const far = { latitude: '41.5' }
const roster = (changes: Readonly<Record<string, object>> = {}): Record<string, string>[] =>
  [
    panel('near', { credentials: 'MD' }),
    panel('next', { latitude: '39.9', credentials: 'MD' }),
    panel('nurse', { ...far, credentials: 'NP' }),
    panel('home', { ...far, credentials: 'MD' }),
    panel('kentucky', { ...far, state: 'KY', zip: '40202', license_states: 'KY' }),
    panel('closed', { ...far, panel_status: 'closed' }),
    panel('filling', far),
    panel('psychiatrist', { specialty: '2084P0800X', credentials: 'MD' }),
  ].map((row) => ({
    credentials: '',
    license_states: '',
    ...row,
    ...changes[row['provider_id'] ?? ''],
  }))

const facilities = [
  {
    facility_id: 'F1',
    facility_name: 'Home One',
    facility_type: 'nursing_facility',
    state: 'IN',
    zip: '46204',
    required_credentials: 'MD',
  },
]

const selections = [{ member_id: 'accepted', provider_id: 'closed', selected_on: LEAP_EVE }]

interface Told {
  readonly assigned: Record<string, unknown>
  readonly effective: Record<string, unknown>
  readonly starts: Record<string, unknown>
  readonly refused: unknown[]
  readonly outputs: unknown
}

const byKey = (rows: { key: string; value: unknown }[]): Record<string, unknown> =>
  Object.fromEntries(rows.map(({ key, value }) => [key, value]))

const night = async (desk: Desk, asOf: string): Promise<Told> => {
  const result = await runIn(desk.lake, {
    asOf,
    pipeline: desk.pipeline,
    change: withoutGuardRails,
  })
  return reading(desk.lake, result, async (engine) => ({
    assigned: byKey(
      await engine.all(
        "select member_id as key, basis || ' ' || provider_id as value from assignment.assigned_provider",
      ),
    ),
    effective: byKey(
      await engine.all(
        'select member_id as key, cast(effective_date as varchar) as value from assignment.assigned_provider',
      ),
    ),
    starts: byKey(
      await engine.all(
        `select request_id as key, state || coalesce(' ' || failed_validation, '')
          || coalesce(' ' || ended_reason, '') as value from assignment.request_start`,
      ),
    ),
    refused: await engine.all(
      `select member_id, step, provider_id, reason, found, limit_value from assignment.exception
      where not honoured order by member_id`,
    ),
    outputs: result.manifest.outputs,
  }))
}

/** Three nights over a leap day, and the requests and decisions of the days before each. */
const play = async (folder: string): Promise<[Told, Told, Told]> => {
  const desk = await openDesk(folder, 'enrollment providers facilities self_selections')
  const fill = (asOf: string, providers: readonly object[]): Promise<void> =>
    put(desk.lake, `inbox/providers/${asOf}.csv`, csv(providers))
  await put(desk.lake, 'inbox/enrollment/e.csv', csv(enrollment))
  await put(desk.lake, 'inbox/facilities/f.csv', csv(facilities))
  await put(desk.lake, 'inbox/self_selections/s.csv', csv(selections))
  await fill(LEAP_EVE, roster())
  await ask(desk, '2024-02-27', 'assign_facility', 'facility-on-a-date', {
    facility_id: 'F1',
    provider_id: 'home',
    effective_date: LEAP_DAY,
    reason: 'onboarding',
  })
  await ask(desk, '2024-02-27', 'assign_facility', 'specialist-at-once', {
    facility_id: 'F1',
    provider_id: 'psychiatrist',
    role: 'specialist',
    specialty: 'psychiatry',
    reason: 'onboarding',
  })
  const patient = (id: string, who: string, provider: string, more = {}): Promise<void> =>
    ask(desk, '2024-02-27', 'assign_patient', id, {
      member_id: who,
      provider_id: provider,
      reason: 'patient_request',
      ...more,
    })
  await patient('override-to-leap-day', 'override', 'next', { end_date: LEAP_DAY })
  await patient('without-licence', 'unlicensed', 'kentucky')
  await patient('with-the-nurse', 'documented', 'nurse')
  await ask(desk, '2024-02-27', 'exception', 'documented-override', {
    requested_by: 'Max',
    exception_type: 'justification',
    validation: 'credentials',
    provider_id: 'nurse',
    facility_id: 'F1',
    reason: 'a physician supervises',
  })
  await approve(desk, '2024-02-27', ['documented-override'], 'Root')
  await patient('stays', 'staying', 'filling')
  await ask(desk, '2024-02-27', 'panel_add', 'one-more', {
    provider_id: 'closed',
    member_id: 'accepted',
    reason: 'her mother is there',
  })
  await ask(desk, '2024-02-27', 'dismiss_member', 'dismissal', {
    provider_id: 'near',
    member_id: 'dismissed',
    effective_date: LEAP_DAY,
    reason: 'threats',
  })
  await approve(desk, '2024-02-27', [
    ...['facility-on-a-date', 'specialist-at-once', 'override-to-leap-day', 'without-licence'],
    ...['stays', 'one-more', 'dismissal', 'with-the-nurse'],
  ])
  const first = await night(desk, LEAP_EVE)

  await ask(desk, LEAP_DAY, 'exception', 'for-one-day', {
    exception_type: 'temporary',
    validation: 'licensing',
    for_request_id: 'without-licence',
    end_date: LEAP_DAY,
    reason: 'the license is pending',
  })
  await ask(desk, LEAP_DAY, 'panel_status', 'no-more', {
    provider_id: 'filling',
    panel_status: 'closed',
    reason: 'full',
  })
  await approve(desk, LEAP_DAY, ['for-one-day', 'no-more'])
  await fill(LEAP_DAY, roster({ filling: { panel_capacity: '0' } }))
  const second = await night(desk, LEAP_DAY)

  await fill(MARCH, roster({ filling: { lines_of_business: 'marketplace' } }))
  return [first, second, await night(desk, MARCH)]
}

let first: Told
let second: Told
let third: Told

beforeAll(async () => {
  ;[first, second, third] = await withFolder(play)
}, 120_000)

describe('a facility', () => {
  it('gets its primary provider on the date, a leap day, and its residents default to them', () => {
    expect(first.assigned['resident']).toBe('geographic near')
    expect(second.assigned['resident']).toBe('facility home')
    expect(second.effective['resident']).toBe(LEAP_DAY)
    expect(third.assigned['resident']).toBe('facility home')
    expect(third.effective['resident']).toBe(LEAP_DAY)
  })

  it('has its specialist at once, who is no member’s primary provider', () => {
    expect(first.starts['specialist-at-once']).toBe('started')
    expect(Object.values(third.assigned)).not.toContainEqual(
      expect.stringContaining('psychiatrist'),
    )
  })
})

describe('a patient', () => {
  it('overrides the facility until the last day of it, and not the day after', () => {
    expect(first.assigned['override']).toBe('patient_assignment next')
    expect(second.assigned['override']).toBe('patient_assignment next')
    expect(third.assigned['override']).toBe('facility home')
    expect(third.effective['override']).toBe(MARCH)
  })

  it('whose request fails a validation waits, and it is listed with the facts', () => {
    expect(first.starts['without-licence']).toBe('not_started licensing')
    expect(first.assigned['unlicensed']).toBe('geographic near')
    expect(first.refused).toContainEqual({
      member_id: 'unlicensed',
      step: 'patient_assignment',
      provider_id: 'kentucky',
      reason: 'licensing',
      found: 'IN',
      limit_value: 'KY',
    })
  })

  it('starts with a temporary exception, and ends when that ends', () => {
    expect(second.starts['without-licence']).toBe('started')
    expect(second.assigned['unlicensed']).toBe('patient_assignment kentucky')
    expect(second.effective['unlicensed']).toBe(LEAP_DAY)
    expect(third.starts['without-licence']).toBe('ended licensing exception_ended')
    expect(third.assigned['unlicensed']).toBe('geographic near')
  })

  it('starts and stays with a justification that another person approved', () => {
    expect(first.assigned['documented']).toBe('patient_assignment nurse')
    expect(third.assigned['documented']).toBe('patient_assignment nurse')
  })

  it('keeps a provider whose panel closes and is full; one who drops the line is lost', () => {
    expect(first.assigned['staying']).toBe('patient_assignment filling')
    expect(second.assigned['staying']).toBe('patient_assignment filling')
    expect(third.starts['stays']).toBe('ended insurance line_of_business')
    expect(third.assigned['staying']).toBe('geographic near')
  })

  it('chooses a closed panel whose practice accepted them', () => {
    expect(first.assigned['accepted']).toBe('self_selection closed')
  })

  it('who is dismissed goes to another provider, and does not come back by distance', () => {
    expect(first.assigned['dismissed']).toBe('geographic near')
    expect(second.assigned['dismissed']).toBe('geographic next')
    expect(third.assigned['dismissed']).toBe('carried_forward next')
  })
})

it('the same requests and files from nothing give the same nights', async () => {
  const again = await withFolder(play)
  expect(again.map(({ assigned }) => assigned)).toEqual([
    first.assigned,
    second.assigned,
    third.assigned,
  ])
  expect(again[2].outputs).toEqual(third.outputs)
}, 120_000)
