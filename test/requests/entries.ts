import type { Decision, Entry, Verdict } from '../../src/requests/entry.ts'
import { parseRequest } from '../../src/requests/parse.ts'
import type { Request } from '../../src/requests/kinds.ts'

/** A request of Ada's; the fields of an assignment of member M1 to provider P2, unless others are given. */
export const request = (id: string, fields: object = {}): Request => {
  const parsed = parseRequest({
    kind: 'assign_patient',
    request_id: id,
    requested_by: 'Ada',
    requested_at: '2026-06-01T12:00:00Z',
    ...('kind' in fields ? {} : { member_id: 'M1', provider_id: 'P2', reason: 'patient_request' }),
    ...fields,
  })
  if ('problems' in parsed) throw new Error(parsed.problems.join('; '))
  return parsed.request
}

/** Max's word on a request, on a day; he is an administrator. */
export const decision = (
  id: string,
  verdict: Verdict,
  on: string,
  more: Partial<Decision> = {},
): Decision => ({
  kind: 'decision',
  request_id: id,
  decision: verdict,
  by: 'Max',
  role: 'administrator',
  at: `${on}T15:00:00Z`,
  on,
  reason: 'looked at it',
  ...more,
})

export const approve = (id: string, on: string, more: Partial<Decision> = {}): Decision =>
  decision(id, 'approve', on, more)

/** A request and its approval. */
export const approved = (id: string, on: string, fields: object = {}): Entry[] => [
  request(id, fields),
  approve(id, on),
]
