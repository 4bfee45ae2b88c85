import { lastDay } from './dates.ts'
import { optimum } from './geographic.ts'
import { type Member, isEligiblePmp, serves } from './members.ts'
import type { AssignmentRow, Payer, ProviderRow, SelectionRow } from './payer.ts'
import type { Visits } from './visits.ts'

export interface Assigned {
  provider: string | null
  basis: string
  effective: string | null
}

/** What an earlier night decided and the system-of-record row that it saw. */
export interface Prior {
  provider: string
  /** The basis that the assignment began with. */
  basis: string
  effective: string
  seen: AssignmentRow | undefined
}

export interface Assignment {
  assigned: Map<string, Assigned>
  /** Honoured self-selections. */
  honoured: Map<string, string>
  /** Members attributed by self-selection through what is carried. */
  carriedSelf: Set<string>
  /** The members that the geographic step has to place, and the least it can leave and cost. */
  geographic: { members: string[]; left: number; cost: number }
}

export const assign = async (
  payer: Payer,
  members: ReadonlyMap<string, Member>,
  visits: ReadonlyMap<string, ReadonlyMap<string, Visits>>,
  priors: ReadonlyMap<string, Prior>,
): Promise<Assignment> => {
  const providers = new Map(payer.providers.map((row) => [row.provider_id, row]))
  const recorded = new Map(payer.systemOfRecord?.map((row) => [row.member_id, row]))
  const assigned = new Map<string, Assigned>()
  const honoured = new Map<string, string>()
  const carriedSelf = new Set<string>()
  const waiting: string[] = []
  const eligible = (id: string | undefined, member: Member): ProviderRow | undefined => {
    const provider = providers.get(id ?? '')
    return isEligiblePmp(provider, member, payer.asOf) ? provider : undefined
  }

  for (const [id, member] of members) {
    const row = recorded.get(id)
    const prior = priors.get(id)
    const give = (provider: string, basis: string, own?: string): void => {
      const continued =
        provider === row?.provider_id
          ? row.effective_date
          : provider === prior?.provider
            ? prior.effective
            : undefined
      const fresh = row || prior ? payer.asOf : member.unbrokenSince
      assigned.set(id, { provider, basis, effective: own ?? continued ?? fresh })
    }

    const locked = eligible(member.locked_provider_id, member)
    if (locked && payer.asOf <= lastDay(member.locked_until)) {
      give(locked.provider_id, 'lock_in')
      continue
    }
    const selection = latestSelection(payer, id)
    const chosen = selection && eligible(selection.provider_id, member)
    if (selection && chosen && serves(chosen, member)) {
      const status = chosen.panel_status || 'open'
      const has = [row?.provider_id, prior?.provider].includes(chosen.provider_id)
      const known = visits.get(id)?.has(chosen.provider_id) ?? false
      if (status === 'open' || has || (status === 'established_only' && known)) {
        honoured.set(id, chosen.provider_id)
        give(
          chosen.provider_id,
          'self_selection',
          selection.effective_date || selection.selected_on,
        )
        continue
      }
    }
    const carried = carriable(payer, row, prior).find(({ provider }) => {
      const pmp = eligible(provider, member)
      return pmp && serves(pmp, member)
    })
    if (carried) {
      if (carried.basis === 'self_selection') carriedSelf.add(id)
      give(carried.provider, 'carried_forward')
      continue
    }
    waiting.push(id)
  }

  const used = new Map<string, number>()
  for (const { provider } of assigned.values()) {
    if (provider !== null) used.set(provider, (used.get(provider) ?? 0) + 1)
  }
  const room = new Map(
    payer.providers.map((provider) => [
      provider.provider_id,
      provider.panel_capacity === ''
        ? Infinity
        : Math.max(0, Number(provider.panel_capacity) - (used.get(provider.provider_id) ?? 0)),
    ]),
  )
  const geographic = await optimum(payer, waiting, members, room)
  return { assigned, honoured, carriedSelf, geographic: { members: waiting, ...geographic } }
}

const latestSelection = (payer: Payer, member: string): SelectionRow | undefined =>
  payer.selections
    .filter(
      (row) =>
        row.member_id === member &&
        (row.effective_date || row.selected_on) <= payer.asOf &&
        payer.asOf <= lastDay(row.end_date),
    )
    .toSorted(
      (a, b) =>
        (a.selected_on < b.selected_on ? 1 : a.selected_on > b.selected_on ? -1 : 0) ||
        (a.provider_id < b.provider_id ? -1 : 1),
    )[0]

/** What may be carried forward, best first, with the basis that it began with. */
const carriable = (
  payer: Payer,
  row: AssignmentRow | undefined,
  prior: Prior | undefined,
): { provider: string; basis: string }[] => {
  const same =
    row?.provider_id === prior?.seen?.provider_id &&
    row?.effective_date === prior?.seen?.effective_date &&
    row?.basis === prior?.seen?.basis
  const pending = payer.systemOfRecord && prior && same && prior.provider !== row?.provider_id
  return [
    ...(pending ? [{ provider: prior.provider, basis: prior.basis }] : []),
    ...(payer.systemOfRecord
      ? row
        ? [{ provider: row.provider_id, basis: row.basis }]
        : []
      : prior
        ? [{ provider: prior.provider, basis: prior.basis }]
        : []),
  ]
}
