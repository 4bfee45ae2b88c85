import { describe, expect, it } from 'vitest'
import { approved } from '../requests/entries.ts'
import { type Decided, ManyPayers } from '../support/many-payers.ts'
import {
  type Evening,
  countByProvider,
  ids,
  panels,
  people,
  recorded,
} from '../support/moving-payer.ts'

const first = '2026-06-30'
const second = '2026-07-01'

const retirement = {
  kind: 'bulk_reassign',
  source_provider_id: 'P1',
  destination_provider_ids: ['P2', 'P3', 'P4'],
  distribution: 'evenly',
  effective_date: '2026-06-20',
  reason: 'provider_leaving',
}

const four = panels({ P1: {}, P2: {}, P3: {}, P4: {} })

const retired = (count: number, fields: object = {}, more: Partial<Evening> = {}): Evening => ({
  members: people(count),
  panels: four,
  record: recorded('P1', ids(count)),
  entries: approved('R1', '2026-06-15', { ...retirement, ...fields }),
  ...more,
})

const payers = new ManyPayers()

const night = (nights: readonly Decided[], number: number): Decided => {
  const found = nights[number - 1]
  if (!found) throw new Error(`expected a night ${number}`)
  return found
}

describe('a bulk move', () => {
  const thirds = payers.add([retired(300)])
  it('a retirement of 300 members to three providers: 100 each, from its day, by reassigned', async () => {
    const nights = await thirds()
    const { assigned } = night(nights, 1)
    expect(countByProvider(assigned)).toEqual({ P2: 100, P3: 100, P4: 100 })
    expect(new Set(assigned.map(({ basis }) => basis))).toEqual(new Set(['reassigned']))
    expect(new Set(assigned.map((row) => row.effective_date))).toEqual(new Set(['2026-06-20']))
  })

  const tight = panels({
    P1: {},
    P2: { panel_capacity: '3' },
    P3: { panel_capacity: '2' },
    P4: { panel_capacity: '0' },
  })
  const full = payers.add([retired(9, {}, { panels: tight })])
  it('capacity is kept, also among those who move, and members without room are listed and stay', async () => {
    const nights = await full()
    const { assigned, moved } = night(nights, 1)
    expect(countByProvider(assigned)).toEqual({ P1: 4, P2: 3, P3: 2 })
    expect(moved).toHaveLength(9)
    const left = moved.filter((row) => row.to_provider_id === null)
    expect(left.map(({ reason }) => reason)).toEqual(Array(4).fill('no_room'))
  })

  const rooms = panels({
    P1: {},
    P2: { panel_capacity: '12' },
    P3: { panel_capacity: '4' },
    P4: { panel_capacity: '2' },
  })
  const byRoom = payers.add([retired(9, { distribution: 'by_room' }, { panels: rooms })])
  it('by room: in proportion to the seats before the night', async () => {
    const nights = await byRoom()
    expect(countByProvider(night(nights, 1).assigned)).toEqual({ P2: 6, P3: 2, P4: 1 })
  })

  const places = panels({
    P1: {},
    P2: { latitude: '39.80', panel_capacity: '3' },
    P3: { latitude: '40.00' },
    P4: { latitude: '40.20' },
  })
  const northward = people(5, (i) => ({ latitude: String(39.7 + i * 0.05) }))
  const nearest = payers.add([
    retired(5, { distribution: 'nearest' }, { panels: places, members: northward }),
  ])
  it('nearest: to the nearest under capacity, all together', async () => {
    const nights = await nearest()
    const given = night(nights, 1).assigned.map((row) => row.provider_id)
    expect(given).toEqual(['P2', 'P2', 'P2', 'P3', 'P3'])
  })

  const practice = panels({
    P1: { practice_id: 'K1' },
    P2: {},
    P3: { practice_id: 'K1', panel_capacity: '4' },
    P4: {},
  })
  const samePractice = payers.add([retired(6, { same_practice_first: true }, { panels: practice })])
  it('same practice first: it fills before the others', async () => {
    const nights = await samePractice()
    expect(countByProvider(night(nights, 1).assigned)).toEqual({ P2: 1, P3: 4, P4: 1 })
  })

  const unserved = payers.add([
    retired(
      2,
      { destination_provider_ids: ['P2'], distribution: 'one' },
      {
        panels: panels({ P1: {}, P2: { max_age: '20' } }),
        members: people(2, (i) => (i === 0 ? { birth_date: '2015-01-01' } : {})),
      },
    ),
  ])
  it('a destination that does not serve a member is not assigned, and the list has the reason', async () => {
    const nights = await unserved()
    const { assigned, moved } = night(nights, 1)
    expect(moved).toMatchObject([
      { member_id: 'M001', to_provider_id: 'P2', reason: 'moved' },
      { member_id: 'M002', to_provider_id: null, reason: 'age' },
    ])
    expect(assigned[1]).toMatchObject({ provider_id: 'P1' })
  })

  const facility = {
    facility_id: 'F1',
    facility_name: 'Home',
    facility_type: 'assisted_living',
  }
  const closure = payers.add([
    retired(
      4,
      {
        source_provider_id: undefined,
        source_facility_id: 'F1',
        destination_provider_ids: ['P4'],
        distribution: 'one',
        reason: 'facility_closure',
      },
      {
        members: people(4, (i) => (i < 3 ? { facility_id: 'F1' } : {})),
        record: [...recorded('P1', ids(4).slice(1)), ...recorded('P2', ['M001'])],
        facilities: [{ ...facility, state: 'IN', zip: '46204' }],
      },
    ),
  ])
  it('a facility closes: its residents move, whoever their PMP is', async () => {
    const nights = await closure()
    const given = night(nights, 1).assigned.map((row) => row.provider_id)
    expect(given).toEqual(['P4', 'P4', 'P4', 'P1'])
  })

  const named = payers.add([
    retired(3, {
      source_provider_id: undefined,
      destination_provider_ids: undefined,
      distribution: 'one',
      reason: 'load_balancing',
      moves: [
        { member_id: 'M001', provider_id: 'P2', from_provider_id: 'P1' },
        { member_id: 'M002', provider_id: 'P3', from_provider_id: 'P4' },
        { member_id: 'M009', provider_id: 'P3' },
      ],
    }),
  ])
  it('named moves go each to their own, except for members who have another PMP by now', async () => {
    const nights = await named()
    expect(night(nights, 1).moved).toMatchObject([
      { member_id: 'M001', to_provider_id: 'P2', reason: 'moved' },
      { member_id: 'M002', to_provider_id: null, reason: 'not_with_source' },
      { member_id: 'M009', to_provider_id: null, reason: 'not_eligible' },
    ])
  })
})

/** What the nights before decided, as the system of record has it once it is loaded. */
const loaded = (before: readonly Decided[], since?: string): Record<string, string>[] =>
  night(before, 1).assigned.flatMap((row) =>
    recorded(row.provider_id ?? '', [row.member_id], since),
  )

describe('the nights after a move', () => {
  const settled = payers.add([
    retired(10),
    retired(10, {}, { entries: [] }),
    (before) => retired(10, {}, { record: loaded(before, '2026-06-20'), entries: [] }),
  ])
  it('later nights do not move again: every member is where the first one put them', async () => {
    const nights = await settled()
    expect(night(nights, 2).assigned).toEqual(night(nights, 1).assigned)
    expect(night(nights, 3).assigned).toEqual(night(nights, 1).assigned)
  })

  const newcomers = payers.add([retired(3), retired(4, {}, { entries: [] })])
  it('members who come to the source later are not moved', async () => {
    const nights = await newcomers()
    expect(night(nights, 2).assigned[3]).toMatchObject({ member_id: 'M004', provider_id: 'P1' })
  })

  const empty = payers.add([
    retired(2, {}, { record: recorded('P2', ids(2)) }),
    retired(3, {}, { entries: [] }),
  ])
  it('a move of no one is carried out too: members who come later stay', async () => {
    const nights = await empty()
    expect(countByProvider(night(nights, 2).assigned)).toMatchObject({ P1: 3 })
  })

  const third = payers.add([
    retired(2, { destination_provider_ids: ['P2', 'P3'] }),
    retired(
      2,
      {},
      {
        record: [...recorded('P4', ['M001'], '2026-07-01'), ...recorded('P1', ['M002'])],
        entries: [],
      },
    ),
  ])
  it('the record shows a third provider: the move has ended for that member', async () => {
    const nights = await third()
    const { assigned, moved } = night(nights, 2)
    expect(assigned[0]).toMatchObject({ provider_id: 'P4' })
    expect(moved[0]).toMatchObject({ ended_reason: 'record_changed' })
  })
})

describe('a choice and a move', () => {
  const choice = (on: string): Record<string, string>[] => [
    { member_id: 'M001', provider_id: 'P4', selected_on: on, effective_date: '', end_date: '' },
  ]
  const toTwo = { destination_provider_ids: ['P2'], distribution: 'one' }
  const chosen = retired(1, {}, { selections: choice('2026-07-01'), entries: [] })

  const chosenBefore = payers.add([retired(1, toTwo, { selections: choice('2026-06-20') })])
  it('a self-selection made before it does not stop it', async () => {
    const nights = await chosenBefore()
    const { assigned, attributed } = night(nights, 1)
    expect(assigned).toMatchObject([{ provider_id: 'P2', basis: 'reassigned' }])
    expect(attributed).toMatchObject([{ provider_id: 'P2', attribution_type: 'assignment' }])
  })

  const chosenAfter = payers.add([
    retired(1, toTwo),
    chosen,
    retired(
      1,
      {},
      { selections: [{ ...choice('2026-07-01')[0], end_date: '2026-07-01' }], entries: [] },
    ),
  ])
  it('a self-selection made after it ends it, for good', async () => {
    const nights = await chosenAfter()
    expect(night(nights, 2).assigned).toMatchObject([
      { provider_id: 'P4', basis: 'self_selection' },
    ])
    expect(night(nights, 3).assigned).toMatchObject([{ basis: 'carried_forward' }])
    expect(night(nights, 3).moved).toMatchObject([{ ended_reason: 'self_selection' }])
  })

  const lockedIn = payers.add([
    retired(1, { ...toTwo, lock: true, lock_reason: 'the office closes' }),
    chosen,
  ])
  it('a lock holds against a self-selection made after it', async () => {
    const nights = await lockedIn()
    expect(night(nights, 2).assigned).toMatchObject([{ provider_id: 'P2', basis: 'reassigned' }])
  })
})

describe('undoing a move', () => {
  const undo = {
    kind: 'undo_reassign',
    for_request_id: 'R1',
    effective_date: second,
    reason: 'they stay after all',
  }
  const undone = approved('R2', first, undo)

  const returned = payers.add([
    retired(6),
    (before) => {
      const record = [...recorded('P4', ['M001']), ...loaded(before).slice(1)]
      return retired(6, {}, { record, entries: undone })
    },
  ])
  it('is one request: members who still are where it put them go back', async () => {
    const nights = await returned()
    const { assigned } = night(nights, 2)
    const back = { provider_id: 'P1', basis: 'reassigned', effective_date: second }
    expect(assigned.slice(1)).toEqual(
      ids(6)
        .slice(1)
        .map((member_id) => ({ member_id, ...back })),
    )
    const moved = night(nights, 1).assigned[0]?.provider_id
    if (moved !== 'P4') {
      expect(assigned[0]).toMatchObject({ provider_id: 'P4', basis: 'carried_forward' })
    }
    expect(night(nights, 3).assigned).toEqual(assigned)
  })

  const former = payers.add([
    retired(3),
    retired(
      3,
      {},
      {
        panels: panels({ P1: { active_to: '2026-06-30' }, P2: {}, P3: {}, P4: {} }),
        entries: undone,
      },
    ),
  ])
  it('leaves members where they are if their former PMP has left', async () => {
    const nights = await former()
    expect(countByProvider(night(nights, 2).assigned)).toEqual({ P2: 1, P3: 1, P4: 1 })
  })
})
