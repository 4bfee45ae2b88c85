import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../src/night/run.ts'
import { csv, put, reading, runIn, withoutGuardRails } from '../support/night.ts'
import { afterOneNight, afterTwoNights } from '../support/shared-nights.ts'
import { currentAssignments, enrollment, member } from '../support/small-payer.ts'
import { FIRST, SECOND } from '../support/ten-members.ts'

const THIRD = '2026-07-02'

const night = (folder: string, asOf: string): Promise<RunResult> =>
  runIn(folder, { asOf, change: withoutGuardRails })

interface Assigned {
  member_id: string
  provider_id: string
  basis: string
  effective_date: string
}

interface Difference {
  member_id: string
  change_type: string
  to_provider_id: string | null
  first_seen: string
  nights_open: number
}

const assignedIn = (folder: string, result: RunResult): Promise<Assigned[]> =>
  reading(folder, result, (engine) =>
    engine.all<Assigned>(
      'select member_id, provider_id, basis, effective_date from assignment.assigned_provider order by 1',
    ),
  )

const differencesIn = (folder: string, result: RunResult): Promise<Difference[]> =>
  reading(folder, result, (engine) =>
    engine.all<Difference>(
      `select member_id, change_type, to_provider_id, first_seen, nights_open
      from reconciliation.difference where kind = 'assignment' order by 1`,
    ),
  )

describe('the night after', () => {
  it('keeps what it proposed while the system of record does not show it, and counts the nights', async () => {
    await afterTwoNights(async (folder, { first, second }) => {
      const [before, after] = [await assignedIn(folder, first), await assignedIn(folder, second)]
      const stable = ({
        member_id: id,
        provider_id: provider,
        effective_date: from,
      }: Assigned): unknown => [id, provider, from]
      expect(after.map(stable)).toEqual(before.map(stable))
      expect(before.find(({ member_id: id }) => id === 'M3')?.basis).toBe('geographic')
      expect(after.find(({ member_id: id }) => id === 'M3')?.basis).toBe('carried_forward')
      const [one, two] = [await differencesIn(folder, first), await differencesIn(folder, second)]
      expect(one.find(({ member_id: id }) => id === 'M3')).toMatchObject({
        change_type: 'new',
        first_seen: FIRST,
        nights_open: 1,
      })
      expect(two.find(({ member_id: id }) => id === 'M3')).toMatchObject({
        change_type: 'new',
        first_seen: FIRST,
        nights_open: 2,
      })
    })
  })

  it('sees a change as done once the system of record shows it', async () => {
    await afterOneNight(async (folder, first) => {
      const loaded = (await assignedIn(folder, first)).map(({ basis, ...row }) => ({
        ...row,
        basis,
      }))
      await put(folder, `inbox/current_assignments/${SECOND}.csv`, csv(loaded))
      const second = await night(folder, SECOND)
      expect((await differencesIn(folder, second)).map((row) => row.change_type)).toEqual([
        'unchanged',
        'unchanged',
        'unchanged',
      ])
    })
  })

  it('reads only the last delivery of a snapshot, and the same snapshot again changes nothing', async () => {
    await afterOneNight(async (folder, first) => {
      await put(folder, `inbox/enrollment/${SECOND}.csv`, csv(enrollment))
      const second = await night(folder, SECOND)
      const use = second.manifest.inputs.filter(({ feed }) => feed === 'enrollment')
      expect(use.map((input) => input.use).toSorted()).toEqual(['read', 'superseded'])
      expect((await assignedIn(folder, second)).map((row) => row.provider_id)).toEqual(
        (await assignedIn(folder, first)).map((row) => row.provider_id),
      )
    })
  })

  it('does not disenroll a member for a broken row, and keeps their PMP once it is corrected', async () => {
    await afterOneNight(async (folder, first) => {
      const broken = enrollment.map((row) =>
        row['member_id'] === 'M1' ? member('M1', { birth_date: 'x' }) : row,
      )
      await put(folder, `inbox/enrollment/${SECOND}.csv`, csv(broken))
      const second = await night(folder, SECOND)
      expect((await assignedIn(folder, second)).map((row) => row.member_id)).toEqual(['M2', 'M3'])
      const difference = (await differencesIn(folder, second)).find((row) => row.member_id === 'M1')
      expect(difference).toMatchObject({ change_type: 'not_evaluated', to_provider_id: 'P1' })
      const lists = await reading(folder, second, (engine) =>
        engine.all("select section from publication.registry where member_id = 'M1' order by 1"),
      )
      expect(lists).not.toContainEqual({ section: 'left' })
      expect(lists.length).toBeGreaterThan(0)

      await put(folder, `inbox/enrollment/${THIRD}.csv`, csv(enrollment))
      const third = await night(folder, THIRD)
      expect(await assignedIn(folder, third)).toEqual(
        expect.arrayContaining(
          (await assignedIn(folder, first))
            .filter((row) => row.member_id === 'M1')
            .map((row) => ({ ...row, basis: 'carried_forward' })),
        ),
      )
    })
  })

  it('ends members who are missing from the file, with the reason', async () => {
    await afterOneNight(async (folder) => {
      await put(folder, `inbox/enrollment/${SECOND}.csv`, csv(enrollment.slice(1)))
      const second = await night(folder, SECOND)
      const rows = await reading(folder, second, (engine) =>
        engine.all(
          `select change_type, reason from reconciliation.difference
          where kind = 'assignment' and member_id = 'M1'`,
        ),
      )
      expect(rows).toEqual([{ change_type: 'ended', reason: 'absent_from_file' }])
    })
  })
})

describe('the same night again', () => {
  it('gives the same bytes, whatever was published in between', async () => {
    await afterTwoNights(async (folder, { second }) => {
      const again = await night(folder, SECOND)
      expect(again.manifest.run_id > second.manifest.run_id).toBe(true)
      expect(again.manifest.outputs).toEqual(second.manifest.outputs)
    })
  })

  it('has no baseline of its own date', async () => {
    await afterOneNight(async (folder) => {
      const again = await night(folder, FIRST)
      expect(again.manifest.baseline_run_id).toBeNull()
    })
  })

  it('keeps the PMP of the system of record where nothing is new', async () => {
    await afterOneNight(async (folder, first) => {
      const kept = (await assignedIn(folder, first)).find((row) => row.member_id === 'M1')
      expect(kept).toEqual({
        member_id: 'M1',
        provider_id: 'P1',
        basis: 'carried_forward',
        effective_date: currentAssignments[0]?.effective_date,
      })
    })
  })

  it('of an earlier date than the published one notes that consumers go back to it', async () => {
    await afterTwoNights(async (folder, { second }) => {
      const first = await night(folder, FIRST)
      expect(second.manifest.notes).toEqual([])
      expect(first.manifest.notes).toEqual([
        'The published run is as of 2026-07-01; this night is of an earlier date.',
      ])
    })
  })
})
