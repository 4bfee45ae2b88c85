import { OPEN_END } from '../base/days.ts'
import type { Request } from './kinds.ts'

/** One thing that a request holds: a member's primary provider, a panel's status, … */
export interface Slot {
  /** Two requests conflict where they hold the same key on the same day; '' conflicts with none. */
  readonly key: string
  /** One facility's or member's part of the request, by its id; else all that it is about. */
  readonly scope: 'all' | 'facility' | 'member'
  readonly scope_id: string | null
}

/**
 * Lists the slots of a request, by member, facility or absent provider, role and specialty. A
 * request without any slot has no days in effect; it is only decided.
 */
export const slotsOf = (request: Request): readonly Slot[] => {
  switch (request.kind) {
    case 'assign_facility':
      return [whole('facility', request.facility_id, request.role, request.specialty ?? '')]
    case 'assign_patient':
      return [whole('member', request.member_id, request.role, request.specialty ?? '')]
    case 'set_coverage':
      return scoped(request, 'coverage', request.absent_provider_id)
    case 'bulk_reassign':
      return (
        (request.member_ids ?? request.moves?.map(({ member_id: id }) => id))?.map((id) => ({
          key: primaryOf(id),
          scope: 'member',
          scope_id: id,
        })) ??
        scoped(request, 'bulk', request.source_provider_id ?? '', request.source_facility_id ?? '')
      )
    case 'undo_reassign':
      return [whole('undo', request.for_request_id)]
    case 'panel_status':
      return [whole('panel', request.provider_id)]
    case 'panel_add':
      return [whole('panel_add', request.provider_id, request.member_id)]
    case 'dismiss_member':
      return [whole('dismissal', request.provider_id, request.member_id)]
    case 'exception':
      return [{ key: '', scope: 'all', scope_id: null }]
    case 'attribution_dispute':
    case 'release':
      return []
  }
}

/** The first requested day; undefined = the day of its approval. */
export const requestedFrom = (request: Request): string | undefined =>
  'effective_date' in request ? request.effective_date : undefined

/** The last requested day; 9999-12-31 = open. */
export const requestedTo = (request: Request): string =>
  ('end_date' in request ? request.end_date : undefined) ?? OPEN_END

export const isRetroactive = (request: Request): boolean =>
  'retroactive' in request && request.retroactive

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts)

/** The key of a member's primary provider, for single requests and bulk moves alike. */
const primaryOf = (member: string): string => keyOf('member', member, 'primary', '')

interface Scoped {
  readonly facility_ids?: readonly string[] | undefined
  readonly member_ids?: readonly string[] | undefined
}

const whole = (...key: readonly string[]): Slot => ({
  key: keyOf(...key),
  scope: 'all',
  scope_id: null,
})

const scoped = (
  { facility_ids: facilities, member_ids: members }: Scoped,
  ...subject: readonly string[]
): readonly Slot[] => {
  const part = (scope: 'facility' | 'member') => (id: string) => ({
    key: keyOf(...subject, scope, id),
    scope,
    scope_id: id,
  })
  return facilities?.map(part('facility')) ?? members?.map(part('member')) ?? [whole(...subject)]
}
