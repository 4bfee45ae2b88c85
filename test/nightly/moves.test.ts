import { describe, expect, it } from 'vitest'
import { approved } from '../requests/entries.ts'
import {
  type Evening,
  assignedIn,
  countByProvider,
  evening,
  ids,
  movedIn,
  panels,
  people,
  recorded,
} from '../support/moving-payer.ts'
import { reading, withFolder } from '../support/night.ts'

const first = '2026-06-30'
const second = '2026-07-01'
const third = '2026-07-02'

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

describe('a move of many members', () => {
  it('a retirement of 300 members to three providers: 100 each, from its day, by reassigned', async () => {
    await withFolder(async (folder) => {
      const rows = await assignedIn(folder, await evening(folder, first, retired(300)))
      expect(countByProvider(rows)).toEqual({ P2: 100, P3: 100, P4: 100 })
      expect(new Set(rows.map(({ basis }) => basis))).toEqual(new Set(['reassigned']))
      expect(new Set(rows.map((row) => row.effective_date))).toEqual(new Set(['2026-06-20']))
    })
  })

  it('capacity is kept, also among those who move, and who has no room is listed and stays', async () => {
    await withFolder(async (folder) => {
      const tight = panels({
        P1: {},
        P2: { panel_capacity: '3' },
        P3: { panel_capacity: '2' },
        P4: { panel_capacity: '0' },
      })
      const night = await evening(folder, first, retired(9, {}, { panels: tight }))
      expect(countByProvider(await assignedIn(folder, night))).toEqual({ P1: 4, P2: 3, P3: 2 })
      const moved = await movedIn(folder, night)
      expect(moved).toHaveLength(9)
      const left = moved.filter((row) => row.to_provider_id === null)
      expect(left.map(({ reason }) => reason)).toEqual(Array(4).fill('no_room'))
    })
  })

  it('by room: in proportion to the seats before the night', async () => {
    await withFolder(async (folder) => {
      const rooms = panels({
        P1: {},
        P2: { panel_capacity: '12' },
        P3: { panel_capacity: '4' },
        P4: { panel_capacity: '2' },
      })
      const given = retired(9, { distribution: 'by_room' }, { panels: rooms })
      const rows = await assignedIn(folder, await evening(folder, first, given))
      expect(countByProvider(rows)).toEqual({ P2: 6, P3: 2, P4: 1 })
    })
  })

  it('nearest: to the nearest under capacity, all together', async () => {
    await withFolder(async (folder) => {
      const places = panels({
        P1: {},
        P2: { latitude: '39.80', panel_capacity: '3' },
        P3: { latitude: '40.00' },
        P4: { latitude: '40.20' },
      })
      const members = people(5, (i) => ({ latitude: String(39.7 + i * 0.05) }))
      const given = retired(5, { distribution: 'nearest' }, { panels: places, members })
      const rows = await assignedIn(folder, await evening(folder, first, given))
      expect(rows.map((row) => row.provider_id)).toEqual(['P2', 'P2', 'P2', 'P3', 'P3'])
    })
  })

  it('same practice first: it fills before the others', async () => {
    await withFolder(async (folder) => {
      const practice = panels({
        P1: { practice_id: 'K1' },
        P2: {},
        P3: { practice_id: 'K1', panel_capacity: '4' },
        P4: {},
      })
      const given = retired(6, { same_practice_first: true }, { panels: practice })
      const rows = await assignedIn(folder, await evening(folder, first, given))
      expect(countByProvider(rows)).toEqual({ P2: 1, P3: 4, P4: 1 })
    })
  })

  it('a destination that does not serve a member is not given, and the list says why', async () => {
    await withFolder(async (folder) => {
      const children = panels({ P1: {}, P2: { max_age: '20' } })
      const given = retired(
        2,
        { destination_provider_ids: ['P2'], distribution: 'one' },
        {
          panels: children,
          members: people(2, (i) => (i === 0 ? { birth_date: '2015-01-01' } : {})),
        },
      )
      const night = await evening(folder, first, given)
      expect(await movedIn(folder, night)).toMatchObject([
        { member_id: 'M001', to_provider_id: 'P2', reason: 'moved' },
        { member_id: 'M002', to_provider_id: null, reason: 'age' },
      ])
      expect((await assignedIn(folder, night))[1]).toMatchObject({ provider_id: 'P1' })
    })
  })

  it('a facility closes: those who live there move, whomever they have', async () => {
    await withFolder(async (folder) => {
      const facility = {
        facility_id: 'F1',
        facility_name: 'Home',
        facility_type: 'assisted_living',
      }
      const given = retired(
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
      )
      const night = await evening(folder, first, given)
      const rows = await assignedIn(folder, night)
      expect(rows.map((row) => row.provider_id)).toEqual(['P4', 'P4', 'P4', 'P1'])
    })
  })

  it('named moves go each to their own, and who is no longer there does not', async () => {
    await withFolder(async (folder) => {
      const given = retired(3, {
        source_provider_id: undefined,
        destination_provider_ids: undefined,
        distribution: 'one',
        reason: 'load_balancing',
        moves: [
          { member_id: 'M001', provider_id: 'P2', from_provider_id: 'P1' },
          { member_id: 'M002', provider_id: 'P3', from_provider_id: 'P4' },
          { member_id: 'M009', provider_id: 'P3' },
        ],
      })
      const night = await evening(folder, first, given)
      expect(await movedIn(folder, night)).toMatchObject([
        { member_id: 'M001', to_provider_id: 'P2', reason: 'moved' },
        { member_id: 'M002', to_provider_id: null, reason: 'not_with_source' },
        { member_id: 'M009', to_provider_id: null, reason: 'not_eligible' },
      ])
    })
  })
})

describe('the nights after a move', () => {
  it('the second night does not move again: everybody is where the first one put them', async () => {
    await withFolder(async (folder) => {
      const before = await assignedIn(folder, await evening(folder, first, retired(10)))
      const again = await evening(folder, second, retired(10, {}, { entries: [] }))
      expect(await assignedIn(folder, again)).toEqual(before)
      const loaded = before.flatMap((row) =>
        recorded(row.provider_id ?? '', [row.member_id], '2026-06-20'),
      )
      const later = await evening(folder, third, retired(10, {}, { record: loaded, entries: [] }))
      expect(await assignedIn(folder, later)).toEqual(before)
    })
  })

  it('members who come to the source later are not moved', async () => {
    await withFolder(async (folder) => {
      await evening(folder, first, retired(3))
      const night = await evening(folder, second, retired(4, {}, { entries: [] }))
      expect((await assignedIn(folder, night))[3]).toMatchObject({
        member_id: 'M004',
        provider_id: 'P1',
      })
    })
  })

  it('a move of nobody is carried out too: who comes later stays', async () => {
    await withFolder(async (folder) => {
      const nobody = retired(2, {}, { record: recorded('P2', ids(2)) })
      await evening(folder, first, nobody)
      const night = await evening(folder, second, retired(3, {}, { entries: [] }))
      expect(countByProvider(await assignedIn(folder, night))).toMatchObject({ P1: 3 })
    })
  })

  it('the record shows a third provider: the move has ended for that member', async () => {
    await withFolder(async (folder) => {
      await evening(folder, first, retired(2, { destination_provider_ids: ['P2', 'P3'] }))
      const record = [...recorded('P4', ['M001'], '2026-07-01'), ...recorded('P1', ['M002'])]
      const night = await evening(folder, second, retired(2, {}, { record, entries: [] }))
      expect((await assignedIn(folder, night))[0]).toMatchObject({ provider_id: 'P4' })
      expect((await movedIn(folder, night))[0]).toMatchObject({ ended_reason: 'record_changed' })
    })
  })
})

describe('a choice and a move', () => {
  const choice = (on: string): Record<string, string>[] => [
    { member_id: 'M001', provider_id: 'P4', selected_on: on, effective_date: '', end_date: '' },
  ]
  const toTwo = { destination_provider_ids: ['P2'], distribution: 'one' }

  it('a self-selection made before it does not stop it', async () => {
    await withFolder(async (folder) => {
      const given = retired(1, toTwo, { selections: choice('2026-06-20') })
      const night = await evening(folder, first, given)
      expect(await assignedIn(folder, night)).toMatchObject([
        { provider_id: 'P2', basis: 'reassigned' },
      ])
      const attributed = await reading(folder, night, (engine) =>
        engine.all('select provider_id, attribution_type from attribution.attributed_provider'),
      )
      expect(attributed).toEqual([{ provider_id: 'P2', attribution_type: 'assignment' }])
    })
  })

  it('a self-selection made after it ends it, for good', async () => {
    await withFolder(async (folder) => {
      await evening(folder, first, retired(1, toTwo))
      const chosen = retired(1, {}, { selections: choice('2026-07-01'), entries: [] })
      const night = await evening(folder, second, chosen)
      expect(await assignedIn(folder, night)).toMatchObject([
        { provider_id: 'P4', basis: 'self_selection' },
      ])
      const ended = [{ ...choice('2026-07-01')[0], end_date: '2026-07-01' }]
      const later = await evening(folder, third, retired(1, {}, { selections: ended, entries: [] }))
      expect(await assignedIn(folder, later)).toMatchObject([{ basis: 'carried_forward' }])
      expect(await movedIn(folder, later)).toMatchObject([{ ended_reason: 'self_selection' }])
    })
  })

  it('a lock holds against a self-selection made after it', async () => {
    await withFolder(async (folder) => {
      const locked = { ...toTwo, lock: true, lock_reason: 'the office closes' }
      await evening(folder, first, retired(1, locked))
      const chosen = retired(1, {}, { selections: choice('2026-07-01'), entries: [] })
      expect(await assignedIn(folder, await evening(folder, second, chosen))).toMatchObject([
        { provider_id: 'P2', basis: 'reassigned' },
      ])
    })
  })
})

describe('undoing a move', () => {
  const undo = {
    kind: 'undo_reassign',
    for_request_id: 'R1',
    effective_date: second,
    reason: 'they stay after all',
  }

  it('is one request: everybody who still is where it put them goes back', async () => {
    await withFolder(async (folder) => {
      const before = await assignedIn(folder, await evening(folder, first, retired(6)))
      const loaded = before.flatMap((row) => recorded(row.provider_id ?? '', [row.member_id]))
      const record = [...recorded('P4', ['M001']), ...loaded.slice(1)]
      const elsewhere = before[0]?.provider_id !== 'P4'
      const entries = approved('R2', first, undo)
      const night = await evening(folder, second, retired(6, {}, { record, entries }))
      const rows = await assignedIn(folder, night)
      expect(rows.slice(1)).toEqual(
        ids(6)
          .slice(1)
          .map((id) => ({
            member_id: id,
            provider_id: 'P1',
            basis: 'reassigned',
            effective_date: second,
          })),
      )
      if (elsewhere) expect(rows[0]).toMatchObject({ provider_id: 'P4', basis: 'carried_forward' })
      const kept = await evening(folder, third, retired(6, {}, { record, entries: [] }))
      expect(await assignedIn(folder, kept)).toEqual(rows)
    })
  })

  it('leaves those where they are whose former PMP is not there any more', async () => {
    await withFolder(async (folder) => {
      await evening(folder, first, retired(3))
      const gone = panels({ P1: { active_to: '2026-06-30' }, P2: {}, P3: {}, P4: {} })
      const entries = approved('R2', first, undo)
      const night = await evening(folder, second, retired(3, {}, { panels: gone, entries }))
      expect(countByProvider(await assignedIn(folder, night))).toEqual({ P2: 1, P3: 1, P4: 1 })
    })
  })
})
