import type { Request } from '../../requests/kinds.ts'
import { type Subject, namesSubject } from '../../requests/subjects.ts'

/**
 * Returns the ids of the requests about a subject: those that name it, those in `assigning`, which
 * gave its assignments, and those about one of these, such as an exception or an undone move.
 */
export const requestsAbout = (
  requests: readonly Request[],
  subject: Subject,
  assigning: ReadonlySet<string>,
): ReadonlySet<string> => {
  const found = new Set(
    requests
      .filter((request) => namesSubject(request, subject) || assigning.has(request.request_id))
      .map((request) => request.request_id),
  )
  for (const request of requests) {
    const about = 'for_request_id' in request ? request.for_request_id : undefined
    if (about !== undefined && found.has(about)) found.add(request.request_id)
  }
  return found
}
