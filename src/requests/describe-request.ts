import type { BookItem } from './book.ts'
import { addDays } from '../base/days.ts'
import { requestedFrom } from './slots.ts'
import type { Request } from './kinds.ts'

/** Summarizes a request in a few words, as in `book.request.asked`. */
export const summarizeRequest = (request: Request): string => {
  switch (request.kind) {
    case 'assign_facility':
      return `${request.provider_id} as ${roleOf(request)} of facility ${request.facility_id}`
    case 'assign_patient':
      return `${request.provider_id} as ${roleOf(request)} of member ${request.member_id}`
    case 'set_coverage':
      return `${list(request.covering_provider_ids)} for ${request.absent_provider_id}, who is absent${scopeOf(request)}`
    case 'bulk_reassign':
      if (request.moves) return `${request.moves.length} members, each to a provider of their own`
      return `members of ${request.source_provider_id ?? `facility ${request.source_facility_id}`}${scopeOf(request)} to ${list(request.destination_provider_ids ?? [])}${request.distribution === 'one' ? '' : `, ${request.distribution}`}`
    case 'undo_reassign':
      return `members whom ${request.for_request_id} moved back to whom they had`
    case 'exception':
      return `${request.exception_type} exception to ${request.validation} for ${request.for_request_id ?? request.provider_id}`
    case 'panel_status':
      return `panel of ${request.provider_id} ${request.panel_status}`
    case 'panel_add':
      return `member ${request.member_id} on the panel of ${request.provider_id}`
    case 'dismiss_member':
      return `member ${request.member_id} dismissed by ${request.provider_id}`
    case 'attribution_dispute':
      return `attribution of member ${request.member_id}, disputed by practice ${request.practice_id}`
    case 'release':
      return `run ${request.run_id} published`
  }
}

/** Describes a request in one line: id, state, days, summary. */
export const describeRequest = (item: BookItem): string => {
  const { request, state } = item
  const requested = requestedFrom(request)
  const days =
    item.from === null
      ? requested === undefined
        ? ''
        : `  requested from ${requested}`
      : `  ${item.from} to ${item.to ?? 'open'}`
  return `${request.request_id}  ${state}${days}  ${summarizeRequest(request)}`
}

/** Notes on an approved request: a late start, and what it supersedes or is superseded by. */
export const requestNotes = (item: BookItem): string[] => [
  ...(item.late
    ? [
        `Requested from ${requestedFrom(item.request)}, but approved later, so it starts on the day of its approval.`,
      ]
    : []),
  ...item.superseded_by.map((by) => {
    const ended = item.held.filter((part) => part.superseded_by === by)
    const [first] = ended.map(({ to }) => addDays(to, 1)).toSorted()
    const part =
      ended.length < item.held.length ? `, for ${ended.length} of ${item.held.length}` : ''
    return `Superseded by ${by} from ${first}${part}.`
  }),
  ...(item.supersedes.length > 0 ? [`Supersedes ${list(item.supersedes)}.`] : []),
]

/** Describes a request with its reason, its decisions and its notes. */
export const requestHistory = (item: BookItem): string[] => [
  describeRequest(item),
  `  Requested by ${item.request.requested_by} at ${item.request.requested_at}: ${item.request.reason}.`,
  ...item.decisions.map(
    ({ decision, by, role, on, reason }) =>
      `  ${PAST[decision]} by ${by}, ${role}, on ${on}: ${reason}.`,
  ),
  ...requestNotes(item).map((note) => `  ${note}`),
]

const PAST = { approve: 'Approved', reject: 'Rejected', withdraw: 'Withdrawn' } as const

const roleOf = (request: {
  readonly role: string
  readonly specialty?: string | undefined
}): string =>
  request.specialty === undefined ? request.role : `${request.role} (${request.specialty})`

const scopeOf = (request: {
  readonly facility_ids?: readonly string[] | undefined
  readonly member_ids?: readonly string[] | undefined
}): string => {
  if (request.facility_ids)
    return ` at ${request.facility_ids.length === 1 ? 'facility' : 'facilities'} ${list(request.facility_ids)}`
  if (request.member_ids) return ` for ${list(request.member_ids, 'members')}`
  return ''
}

const list = (ids: readonly string[], what = 'others'): string =>
  ids.length <= 5 ? ids.join(', ') : `${ids.length} ${what} (${ids.slice(0, 3).join(', ')}, …)`
