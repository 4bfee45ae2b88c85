import { carriable, latestSelection, livesInFacility } from './carry.ts'
import { lastDay } from './dates.ts'
import { type Member, isOnRoster, isPmp, licencesOf, serves, takes } from './members.ts'
import type { AssignmentRow, Payer, ProviderRow } from './payer.ts'
import { startAll } from './start-all.ts'
import { type Start, type Tonight, tonight } from './starts.ts'
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

/** What the steps before the geographic one settle, and the members left to it. */
export interface Settled {
  assigned: Map<string, Assigned>
  /** By request, whether it has started. */
  starts: Map<string, Start>
  /** Honoured self-selections. */
  honoured: Map<string, string>
  /** Members attributed by self-selection through what is carried. */
  carriedSelf: Set<string>
  waiting: string[]
  book: Tonight
}

export type VisitCounts = ReadonlyMap<string, ReadonlyMap<string, Visits>>

export const settle = (
  original: Payer,
  members: ReadonlyMap<string, Member>,
  visits: VisitCounts,
  priors: ReadonlyMap<string, Prior>,
  before: ReadonlyMap<string, Start> = new Map(),
): Settled => {
  const book = tonight(original)
  const { payer } = book
  const providers = new Map(payer.providers.map((row) => [row.provider_id, row]))
  const recorded = new Map(payer.systemOfRecord?.map((row) => [row.member_id, row]))
  const starts = startAll(book, members, visits, priors, before)
  const assigned = new Map<string, Assigned>()
  const honoured = new Map<string, string>()
  const carriedSelf = new Set<string>()
  const waiting: string[] = []
  const eligible = (id: string | undefined, member: Member): ProviderRow | undefined => {
    const provider = providers.get(id ?? '')
    if (!provider || !isOnRoster(provider, payer.asOf) || !isPmp(provider)) return undefined
    const waives = (validation: string): boolean => book.isWaived(validation, member, id ?? '')
    const isOfLine = takes(provider, member.line_of_business) || waives('insurance')
    const isLicensed = licencesOf(provider).includes(provider.state) || waives('licensing')
    const isDismissed = book.isDismissed(member.member_id, provider.provider_id)
    return isOfLine && isLicensed && !isDismissed ? provider : undefined
  }

  for (const [id, member] of members) {
    const row = recorded.get(id)
    const prior = priors.get(id)
    const has = (provider: string): boolean =>
      [row?.provider_id, prior?.provider].includes(provider)
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
    const approved = (kind: string, part: 'member_id' | 'facility_id') =>
      book.asked.find(
        (one) =>
          one.kind === kind &&
          one.role === 'primary' &&
          one[part] === member[part] &&
          starts.get(one.request_id)?.state === 'started' &&
          eligible(one.provider_id, member),
      )

    const locked = eligible(member.locked_provider_id, member)
    if (locked && payer.asOf <= lastDay(member.locked_until)) {
      give(locked.provider_id, 'lock_in')
      continue
    }
    const own = approved('assign_patient', 'member_id')
    if (own) {
      give(own.provider_id, 'patient_assignment', starts.get(own.request_id)?.effective)
      continue
    }
    const selection = latestSelection(payer, id)
    const chosen = selection && eligible(selection.provider_id, member)
    if (selection && chosen && serves(chosen, member)) {
      const status = chosen.panel_status || 'open'
      const known = visits.get(id)?.has(chosen.provider_id) ?? false
      const accepted = book.isAccepted(id, chosen.provider_id)
      const open = status === 'open' || (status === 'established_only' && known)
      if (open || accepted || has(chosen.provider_id)) {
        honoured.set(id, chosen.provider_id)
        give(
          chosen.provider_id,
          'self_selection',
          selection.effective_date || selection.selected_on,
        )
        continue
      }
    }
    const home = livesInFacility(payer, member) && approved('assign_facility', 'facility_id')
    if (home) {
      const start = starts.get(home.request_id)
      const first = [member.unbrokenSince, start?.effective ?? ''].toSorted()[1]
      const later = start?.isNew ? start.effective : payer.asOf
      const since = has(home.provider_id) ? undefined : row || prior ? later : first
      give(home.provider_id, 'facility', since)
      continue
    }
    const carried = carriable(payer, member, row, prior).find(({ provider }) => {
      const pmp = eligible(provider, member)
      const ended = book.asked.some(
        (one) =>
          one.role === 'primary' &&
          one.provider_id === provider &&
          (one.member_id || one.facility_id) ===
            (one.member_id ? member.member_id : member.facility_id) &&
          starts.get(one.request_id)?.endedWithException,
      )
      return pmp && serves(pmp, member) && !ended
    })
    if (carried) {
      if (carried.basis === 'self_selection') carriedSelf.add(id)
      give(carried.provider, 'carried_forward')
      continue
    }
    waiting.push(id)
  }
  return { assigned, starts, honoured, carriedSelf, waiting, book }
}
