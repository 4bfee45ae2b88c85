import type { Request } from './kinds.ts'

/** Whether a request names this member. */
export const namesMember = (request: Request, memberId: string): boolean =>
  ('member_id' in request && request.member_id === memberId) ||
  ('member_ids' in request && (request.member_ids ?? []).includes(memberId)) ||
  (request.kind === 'bulk_reassign' &&
    (request.moves ?? []).some((move) => move.member_id === memberId))

/** Whether a request names this provider, in whatever part. */
export const namesProvider = (request: Request, providerId: string): boolean => {
  switch (request.kind) {
    case 'set_coverage':
      return [request.absent_provider_id, ...request.covering_provider_ids].includes(providerId)
    case 'bulk_reassign':
      return [
        request.source_provider_id,
        ...(request.destination_provider_ids ?? []),
        ...(request.moves ?? []).flatMap((move) => [move.provider_id, move.from_provider_id]),
      ].includes(providerId)
    default:
      return 'provider_id' in request && request.provider_id === providerId
  }
}
