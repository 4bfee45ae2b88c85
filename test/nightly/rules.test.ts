import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Assigned, type Prior, assign } from '../reference/assign.ts'
import { attribute } from '../reference/attribute.ts'
import { miles } from '../reference/geographic.ts'
import { eligibleMembers } from '../reference/members.ts'
import type { Payer } from '../reference/payer.ts'
import { randomPayer } from '../reference/random-payer.ts'
import { countVisits } from '../reference/visits.ts'
import { csv, put, reading, runIn, withFolder, withoutGuardRails } from '../support/night.ts'

interface AssignedRow {
  member_id: string
  provider_id: string | null
  basis: string
  effective_date: string | null
}

interface AttributedRow {
  member_id: string
  provider_id: string | null
  attribution_type: string | null
  visits: number | null
}

const RUNS = Number(process.env['EMPANEL_PROPERTY_RUNS'] ?? 25)

it('decides every member of a random payer as a plain reading of the rules does', async () => {
  await fc.assert(
    fc.asyncProperty(randomPayer, async (payer) => {
      const { assigned, attributed } = await decide(payer)
      const members = eligibleMembers(payer)
      const visits = countVisits(payer, members)
      const expected = await assign(payer, members, visits, new Map<string, Prior>())

      const given = new Map(assigned.map((row) => [row.member_id, row]))
      expect([...given.keys()].toSorted()).toEqual([...members.keys()].toSorted())
      const fixed = assigned.filter((row) => expected.assigned.has(row.member_id))
      expect(fixed.map(toAssigned).toSorted()).toEqual(
        [...expected.assigned].map(([id, value]) => flat(id, value)).toSorted(),
      )

      const placed = expected.geographic.members.flatMap((id) => given.get(id) ?? [])
      expect(costOf(payer, placed)).toEqual({
        left: expected.geographic.left,
        cost: expected.geographic.cost,
      })

      const all = new Map(
        assigned.map((row): [string, Assigned] => [
          row.member_id,
          { provider: row.provider_id, basis: row.basis, effective: row.effective_date },
        ]),
      )
      const references = attribute(members.keys(), visits, { ...expected, assigned: all })
      expect(attributed.map(toAttributed).toSorted()).toEqual(
        [...references]
          .map(([id, { provider, type, visits: count }]) => [id, provider, type, count].join())
          .toSorted(),
      )
    }),
    { numRuns: RUNS },
  )
}, 600_000)

const toAssigned = (row: AssignedRow): string =>
  flat(row.member_id, {
    provider: row.provider_id,
    basis: row.basis,
    effective: row.effective_date,
  })

const flat = (id: string, { provider, basis, effective }: Assigned): string =>
  [id, provider, basis, effective].join()

const toAttributed = (row: AttributedRow): string =>
  [row.member_id, row.provider_id, row.attribution_type, row.visits ?? 0].join()

/** How many were left without, and the ten-thousandths of a mile of the others. */
const costOf = (payer: Payer, rows: readonly AssignedRow[]): { left: number; cost: number } => {
  const members = eligibleMembers(payer)
  const providers = new Map(payer.providers.map((row) => [row.provider_id, row]))
  const costs = rows.flatMap((row) => {
    const member = members.get(row.member_id)
    const provider = providers.get(row.provider_id ?? '')
    return member && provider ? [Math.round(miles(member, provider) * 10_000)] : []
  })
  return { left: rows.length - costs.length, cost: costs.reduce((a, b) => a + b, 0) }
}

const decide = async (
  payer: Payer,
): Promise<{ assigned: AssignedRow[]; attributed: AttributedRow[] }> =>
  withFolder(async (lake) => {
    await put(lake, 'inbox/enrollment/e.csv', csv(payer.enrollment))
    await put(lake, 'inbox/providers/p.csv', csv(payer.providers))
    for (const [i, rows] of payer.claims.entries()) {
      if (rows.length > 0) await put(lake, `inbox/claims/${i}.csv`, csv(rows))
    }
    if (payer.selections.length > 0) {
      await put(lake, 'inbox/self_selections/s.csv', csv(payer.selections))
    }
    if (payer.systemOfRecord) {
      const columns = ['member_id', 'provider_id', 'effective_date', 'basis']
      await put(lake, 'inbox/current_assignments/c.csv', csv(payer.systemOfRecord, columns))
    }
    const result = await runIn(lake, { asOf: payer.asOf, change: withoutGuardRails })
    return reading(lake, result, async (engine) => ({
      assigned: await engine.all<AssignedRow>('select * from assignment.assigned_provider'),
      attributed: await engine.all<AttributedRow>('select * from attribution.attributed_provider'),
    }))
  })
