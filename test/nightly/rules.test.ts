import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Assigned, type Assignment, type Prior, assign } from '../reference/assign.ts'
import { attribute } from '../reference/attribute.ts'
import { miles } from '../reference/geographic.ts'
import { eligibleMembers } from '../reference/members.ts'
import type { Payer } from '../reference/payer.ts'
import { laterRequests, randomPayer, randomProviders } from '../reference/random-payer.ts'
import { accepted } from '../reference/random-requests.ts'
import type { Start } from '../reference/starts.ts'
import { countVisits } from '../reference/visits.ts'
import { withFolder } from '../support/night.ts'
import {
  type AssignedRow,
  type AttributedRow,
  type Decided,
  type StartRow,
  decideNight,
  writeInbox,
  writeRequests,
} from '../support/random-night.ts'

const RUNS = Number(process.env['EMPANEL_PROPERTY_RUNS'] ?? 25)
const NEXT = '2026-07-01'

it('decides every member of a random payer as a plain reading of the rules does', async () => {
  await fc.assert(
    fc.asyncProperty(randomPayer, async (payer) => {
      await withFolder(async (lake) => {
        await writeRequests(lake, payer.requests)
        await writeInbox(lake, payer)
        await compare(payer, await decideNight(lake, payer.asOf), new Map(), new Map())
      })
    }),
    { numRuns: RUNS },
  )
}, 600_000)

it('goes on the night after as the rules say, with another roster and more requests', async () => {
  await fc.assert(
    fc.asyncProperty(randomPayer, randomProviders, laterRequests, async (first, roster, more) => {
      await withFolder(async (lake) => {
        await writeRequests(lake, first.requests)
        await writeInbox(lake, first)
        const before = await decideNight(lake, first.asOf)
        const { starts } = await compare(first, before, new Map(), new Map())
        const later = accepted(more, first.requests)
        await writeRequests(lake, later)
        const second: Payer = {
          ...first,
          asOf: NEXT,
          providers: roster,
          requests: [...first.requests, ...later],
        }
        await writeInbox(lake, second)
        await compare(second, await decideNight(lake, NEXT), priorsOf(first, before), starts)
      })
    }),
    { numRuns: Math.ceil(RUNS / 2) },
  )
}, 600_000)

/** Holds a night against the reference, and answers what the reference says. */
const compare = async (
  payer: Payer,
  { assigned, attributed, starts }: Decided,
  priors: ReadonlyMap<string, Prior>,
  before: ReadonlyMap<string, Start>,
): Promise<Assignment> => {
  const members = eligibleMembers(payer)
  const visits = countVisits(payer, members)
  const expected = await assign(payer, members, visits, priors, before)

  expect(starts.map(toStart).toSorted()).toEqual(
    [...expected.starts].map(([id, one]) => [id, one.state, one.effective].join()).toSorted(),
  )
  const primaries = starts.filter(({ role }) => role === 'primary')
  expect(new Set(primaries.map((row) => `${row.part_type} ${row.part_id}`)).size).toBe(
    primaries.length,
  )

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
  return expected
}

/** What the night after knows of this one. */
const priorsOf = (payer: Payer, { assigned }: Decided): Map<string, Prior> => {
  const recorded = new Map(payer.systemOfRecord?.map((row) => [row.member_id, row]))
  return new Map(
    assigned.flatMap((row): [string, Prior][] =>
      row.provider_id === null
        ? []
        : [
            [
              row.member_id,
              {
                provider: row.provider_id,
                basis: row.carried_basis ?? row.basis,
                effective: row.effective_date ?? '',
                seen: recorded.get(row.member_id),
              },
            ],
          ],
    ),
  )
}

const toStart = (row: StartRow): string =>
  [row.request_id, row.state, row.effective_date ?? ''].join()

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
