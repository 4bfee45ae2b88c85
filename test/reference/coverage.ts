import { lastDay } from './dates.ts'
import { type Member, isEligiblePmp } from './members.ts'
import type { CoverageRow, Payer } from './payer.ts'

/**
 * For whom a visit counts: for the member's PMP of that day, where the provider whom they saw acted for
 * them; else for the provider.
 */
export const countsFor = (payer: Payer, member: Member, seen: string, day: string): string => {
  if (payer.coverage.length === 0) return seen
  const had = pmpOn(payer, member.member_id, day)
  const pmp = payer.providers.find((row) => row.provider_id === had)
  if (!isEligiblePmp(pmp, member, payer.asOf)) return seen
  return actsFor(payer, pmp.provider_id, member, day) === seen ? pmp.provider_id : seen
}

/** By what the night before knew of the member; where it knew nothing, by the system of record. */
const pmpOn = (payer: Payer, member: string, day: string): string | undefined => {
  const known = payer.history.filter((row) => row.member_id === member)
  if (known.length > 0) {
    return known.find((row) => row.held_from <= day && day <= row.held_to)?.provider_id
  }
  return payer.systemOfRecord?.find((row) => row.member_id === member && row.effective_date <= day)
    ?.provider_id
}

/** The provider who acts for a PMP and one member on a day; undefined where no one covers. */
const actsFor = (
  payer: Payer,
  pmp: string,
  { member_id: member, facility_id: facility }: Member,
  day: string,
): string | undefined => {
  const narrowestFirst = [
    on(payer, day, '', 'member', member),
    on(payer, day, pmp, 'member', member),
    on(payer, day, pmp, 'facility', facility),
    on(payer, day, pmp, 'all', ''),
  ]
  for (const coverage of narrowestFirst) {
    const acting = coverage && firstWhoCan(payer, coverage, day)
    if (acting !== undefined) return acting
  }
  return undefined
}

const on = (
  payer: Payer,
  day: string,
  absent: string,
  scope: string,
  id: string,
): CoverageRow | undefined =>
  payer.coverage.find(
    (row) =>
      row.absent === absent &&
      row.scope === scope &&
      row.scope_id === id &&
      row.from <= day &&
      day <= row.to,
  )

/** The first named who is there; else, once, the first who is there of those who cover for a named one. */
const firstWhoCan = (payer: Payer, coverage: CoverageRow, day: string): string | undefined => {
  const away = (provider: string): CoverageRow | undefined =>
    on(payer, day, provider, coverage.scope, coverage.scope_id) ??
    on(payer, day, provider, 'all', '')
  const onRoster = (provider: string): boolean =>
    payer.providers.some(
      (row) =>
        row.provider_id === provider && row.active_from <= day && day <= lastDay(row.active_to),
    )
  const can = (provider: string): boolean =>
    provider !== coverage.absent && onRoster(provider) && !away(provider)
  const named = coverage.covering.find(can)
  if (named !== undefined) return named
  for (const provider of coverage.covering) {
    const next = onRoster(provider) ? away(provider)?.covering.find(can) : undefined
    if (next !== undefined) return next
  }
  return undefined
}
