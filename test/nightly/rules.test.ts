import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Assignment, assign } from '../reference/assign.ts'
import { attribute } from '../reference/attribute.ts'
import { miles } from '../reference/geographic.ts'
import { eligibleMembers } from '../reference/members.ts'
import type { Payer } from '../reference/payer.ts'
import { laterRequests, randomPayer, randomProviders } from '../reference/random-payer.ts'
import { accepted } from '../reference/random-requests.ts'
import type { Assigned, Prior } from '../reference/settle.ts'
import type { Start } from '../reference/starts.ts'
import { countVisits } from '../reference/visits.ts'
import { withFolder } from '../support/night.ts'
import {
  type AssignedRow,
  type AttributedRow,
  type Decided,
  decideLastNight,
  decideNight,
  writeCoverage,
  writeInbox,
  writeRequests,
} from '../support/random-night.ts'

/** Half of the payers go on with a second night. */
const RUNS = Number(process.env['EMPANEL_PROPERTY_RUNS'] ?? 25)
const NEXT = '2026-07-01'

/** The same payers each time, unless a seed is given; a failure is reported before time runs out. */
const LIMITS = {
  seed: Number(process.env['EMPANEL_PROPERTY_SEED'] ?? 20260630),
  interruptAfterTimeLimit: 500_000,
  markInterruptAsFailure: true,
}

it('decides every member of a random payer as a plain reading of the rules does', async () => {
  await fc.assert(
    fc.asyncProperty(randomPayer, async (payer) => {
      await withFolder(async (lake) => {
        await writeCoverage(lake, payer)
        await writeRequests(lake, payer.requests)
        await writeInbox(lake, payer)
        const night = await decideLastNight(lake, payer.asOf)
        const { found, expected } = await readings(payer, night, new Map(), new Map())
        expect(found).toEqual(expected)
      })
    }),
    { ...LIMITS, numRuns: Math.floor(RUNS / 2) },
  )
}, 600_000)

it('decides two nights as the rules say, the second with another roster and more requests', async () => {
  await fc.assert(
    fc.asyncProperty(randomPayer, randomProviders, laterRequests, async (first, roster, more) => {
      await withFolder(async (lake) => {
        await writeCoverage(lake, first)
        await writeRequests(lake, first.requests)
        await writeInbox(lake, first)
        const before = await decideNight(lake, first.asOf)
        const start = await readings(first, before, new Map(), new Map())
        expect(start.found).toEqual(start.expected)
        const later = accepted(more, first.requests)
        await writeRequests(lake, later)
        const second: Payer = {
          ...first,
          asOf: NEXT,
          providers: roster,
          history: before.history,
          requests: [...first.requests, ...later],
        }
        await writeInbox(lake, second)
        const night = await decideLastNight(lake, NEXT)
        const after = await readings(second, night, priorsOf(first, before), start.rules.starts)
        expect(after.found).toEqual(after.expected)
        expect(twicePrimary(night)).toEqual([])
      })
    }),
    { ...LIMITS, numRuns: Math.ceil(RUNS / 2) },
  )
}, 600_000)

interface Reading {
  readonly starts: string[]
  readonly members: string[]
  /** Members that a step before the geographic one assigns. */
  readonly assigned: string[]
  readonly placed: { readonly left: number; readonly cost: number }
  readonly attributed: string[]
}

/** What the night decided, and what the reference decides for the same payer. */
const readings = async (
  payer: Payer,
  night: Decided,
  priors: ReadonlyMap<string, Prior>,
  before: ReadonlyMap<string, Start>,
): Promise<{ found: Reading; expected: Reading; rules: Assignment }> => {
  const members = eligibleMembers(payer)
  const visits = countVisits(payer, members)
  const rules = await assign(payer, members, visits, priors, before)
  const given = new Map(night.assigned.map((row) => [row.member_id, row]))
  const all = new Map([...given].map(([id, row]) => [id, decisionOf(row)]))
  const { left, cost } = rules.geographic
  return {
    rules,
    found: {
      starts: night.starts
        .map((row) => [row.request_id, row.state, row.effective_date ?? ''].join())
        .toSorted(),
      members: [...given.keys()].toSorted(),
      assigned: [...all]
        .flatMap(([id, one]) => (rules.assigned.has(id) ? [flat(id, one)] : []))
        .toSorted(),
      placed: costOf(
        payer,
        rules.geographic.members.flatMap((id) => given.get(id) ?? []),
      ),
      attributed: night.attributed.map(toAttributed).toSorted(),
    },
    expected: {
      starts: [...rules.starts]
        .map(([id, one]) => [id, one.state, one.effective].join())
        .toSorted(),
      members: [...members.keys()].toSorted(),
      assigned: [...rules.assigned].map(([id, one]) => flat(id, one)).toSorted(),
      placed: { left, cost },
      attributed: [...attribute(members.keys(), visits, { ...rules, assigned: all })]
        .map(([id, { provider, type, visits: count }]) => [id, provider, type, count].join())
        .toSorted(),
    },
  }
}

/** Parts that more than one request would give a primary provider on this night. */
const twicePrimary = ({ starts }: Decided): string[] => {
  const parts = starts
    .filter(({ role }) => role === 'primary')
    .map((row) => `${row.part_type} ${row.part_id}`)
  return parts.filter((part, i) => parts.indexOf(part) !== i)
}

/** This night's assignments, as the next night reads them. */
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

const decisionOf = (row: AssignedRow): Assigned => ({
  provider: row.provider_id,
  basis: row.basis,
  effective: row.effective_date,
})

const flat = (id: string, { provider, basis, effective }: Assigned): string =>
  [id, provider, basis, effective].join()

const toAttributed = (row: AttributedRow): string =>
  [row.member_id, row.provider_id, row.attribution_type, row.visits ?? 0].join()

/** How many were left unassigned, and the total distance of the others, in ten-thousandths of a mile. */
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
