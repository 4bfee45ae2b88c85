import type { Request } from '../../requests/kinds.ts'

export const subjects = ['member', 'facility', 'provider'] as const

/** Of whom or what a history is told. */
export interface Subject {
  readonly type: (typeof subjects)[number]
  readonly id: string
}

/** The ids of a request's subjects of one type, wherever it names them. */
const namedIn = (request: Request, type: Subject['type']): readonly string[] => {
  const named: Readonly<Record<string, unknown>> = request
  const of = (...names: readonly string[]): string[] =>
    names.flatMap((name) => {
      const value = named[name]
      return typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : []
    })
  const moves = request.kind === 'bulk_reassign' ? (request.moves ?? []) : []
  switch (type) {
    case 'member':
      return [...of('member_id', 'member_ids'), ...moves.map((move) => move.member_id)]
    case 'facility':
      return of('facility_id', 'facility_ids', 'source_facility_id')
    case 'provider':
      return [
        ...of('provider_id', 'absent_provider_id', 'covering_provider_ids'),
        ...of('source_provider_id', 'destination_provider_ids'),
        ...moves.flatMap((move) => [move.provider_id, move.from_provider_id ?? '']),
      ]
  }
}

/**
 * The ids of the requests that touch a subject: those that name it, those behind its assignments
 * (`behind`), and those that are about one of these, such as an exception or an undone move.
 */
export const requestsAbout = (
  requests: readonly Request[],
  { type, id }: Subject,
  behind: ReadonlySet<string>,
): ReadonlySet<string> => {
  const found = new Set(
    requests
      .filter((request) => namedIn(request, type).includes(id) || behind.has(request.request_id))
      .map((request) => request.request_id),
  )
  for (const request of requests) {
    const about = 'for_request_id' in request ? request.for_request_id : undefined
    if (about !== undefined && found.has(about)) found.add(request.request_id)
  }
  return found
}
