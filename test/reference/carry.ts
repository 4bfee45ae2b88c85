import { lastDay } from './dates.ts'
import type { Prior } from './settle.ts'
import type { Member } from './members.ts'
import type { AssignmentRow, Payer, SelectionRow } from './payer.ts'

/** The choice that counts: of those in force the latest, then the lowest provider. */
export const latestSelection = (payer: Payer, member: string): SelectionRow | undefined =>
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
export const carriable = (
  payer: Payer,
  member: Member,
  row: AssignmentRow | undefined,
  prior: Prior | undefined,
  whereverTheyLive = false,
): { provider: string; basis: string }[] => {
  const same =
    row?.provider_id === prior?.seen?.provider_id &&
    row?.effective_date === prior?.seen?.effective_date &&
    row?.basis === prior?.seen?.basis
  const pending = payer.systemOfRecord && prior && same && prior.provider !== row?.provider_id
  const carried = [
    ...(pending ? [{ provider: prior.provider, basis: prior.basis }] : []),
    ...(payer.systemOfRecord
      ? row
        ? [{ provider: row.provider_id, basis: row.basis }]
        : []
      : prior
        ? [{ provider: prior.provider, basis: prior.basis }]
        : []),
  ]
  return carried.filter(
    ({ basis }) => whereverTheyLive || basis !== 'facility' || livesInFacility(payer, member),
  )
}

const residential = new Set([
  'nursing_facility',
  'skilled_nursing_facility',
  'assisted_living',
  'residential_care',
  'memory_care',
  'group_home',
  'adult_family_home',
  'icf_iid',
  'residential_treatment',
])

export const livesInFacility = (payer: Payer, member: Member): boolean =>
  payer.facilities.some(
    (row) => row.facility_id === member.facility_id && residential.has(row.facility_type),
  )
