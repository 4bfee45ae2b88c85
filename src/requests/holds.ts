import { OPEN } from './days.ts'
import type { Request } from './kinds.ts'

/** What one request wants to hold, and from when to when at most. */
export interface Claim {
  /** Two requests conflict where they claim the same key on the same day; '' conflicts with nobody. */
  readonly key: string
  readonly provider_id?: string
  readonly member_id?: string
}

/**
 * The keys that a request claims: the same member, facility or absent provider, role and specialty.
 * A request without any has no term; it is decided and that is all.
 */
export const claimsOf = (request: Request): readonly Claim[] => {
  switch (request.kind) {
    case 'assign_facility':
      return [
        { key: keyOf('facility', request.facility_id, request.role, request.specialty ?? '') },
      ]
    case 'assign_patient':
      return [
        {
          key: keyOf('member', request.member_id, request.role, request.specialty ?? ''),
          provider_id: request.provider_id,
          member_id: request.member_id,
        },
      ]
    case 'set_coverage':
      return scoped(request, 'coverage', request.absent_provider_id)
    case 'bulk_reassign':
      return (
        request.member_ids?.map((member) => ({ key: primaryOf(member), member_id: member })) ??
        scoped(request, 'bulk', request.source_provider_id ?? '', request.source_facility_id ?? '')
      )
    case 'panel_status':
      return [{ key: keyOf('panel', request.provider_id) }]
    case 'panel_add':
      return [{ key: keyOf('panel_add', request.provider_id, request.member_id) }]
    case 'dismiss_member':
      return [{ key: keyOf('dismissal', request.provider_id, request.member_id) }]
    case 'exception':
      return [{ key: '' }]
    case 'attribution_dispute':
    case 'release':
      return []
  }
}

/** The first day that a request asks for; undefined = at once. */
export const askedFrom = (request: Request): string | undefined =>
  'effective_date' in request ? request.effective_date : undefined

/** The last day that a request asks for. */
export const askedTo = (request: Request): string =>
  ('end_date' in request ? request.end_date : undefined) ?? OPEN

export const isRetroactive = (request: Request): boolean =>
  'retroactive' in request && request.retroactive

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts)

/** The key of a member's primary provider: of requests for one member and of moves of many alike. */
const primaryOf = (member: string): string => keyOf('member', member, 'primary', '')

interface Scoped {
  readonly facility_ids?: readonly string[] | undefined
  readonly member_ids?: readonly string[] | undefined
}

const scoped = (
  { facility_ids: facilities, member_ids: members }: Scoped,
  ...subject: readonly string[]
): readonly Claim[] => {
  if (facilities) return facilities.map((id) => ({ key: keyOf(...subject, 'facility', id) }))
  if (members) {
    return members.map((id) => ({ key: keyOf(...subject, 'member', id), member_id: id }))
  }
  return [{ key: keyOf(...subject) }]
}
