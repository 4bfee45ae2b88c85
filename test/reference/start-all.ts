import type { Prior, VisitCounts } from './settle.ts'
import { carriable } from './carry.ts'
import type { Member } from './members.ts'
import { type Start, type Tonight, failures, nextStart } from './starts.ts'

/** Asks every request in force whether it starts, or goes on. */
export const startAll = (
  book: Tonight,
  members: ReadonlyMap<string, Member>,
  visits: VisitCounts,
  priors: ReadonlyMap<string, Prior>,
  before: ReadonlyMap<string, Start>,
): Map<string, Start> => {
  const { payer, asked } = book
  const recorded = new Map(payer.systemOfRecord?.map((row) => [row.member_id, row]))
  const standing = new Map<string, number>()
  for (const [id, member] of members) {
    const [had] = carriable(payer, member, recorded.get(id), priors.get(id), true)
    if (had) standing.set(had.provider, (standing.get(had.provider) ?? 0) + 1)
  }
  const placed = asked.filter(
    (row) => row.kind === 'assign_facility' || row.kind === 'assign_patient',
  )
  return new Map(
    placed.map((row) => {
      const others = placed.filter(
        (one) =>
          one.kind === 'assign_facility' &&
          one.provider_id === row.provider_id &&
          one.facility_id !== row.facility_id &&
          before.get(one.request_id)?.state === 'started',
      )
      const failed = failures(row, book, members, {
        visits,
        has: (member, provider) =>
          [recorded.get(member)?.provider_id, priors.get(member)?.provider].includes(provider),
        standing,
        facilities: new Set(others.map((one) => one.facility_id)).size,
      })
      return [row.request_id, nextStart(row, failed, book, members, before.get(row.request_id))]
    }),
  )
}
