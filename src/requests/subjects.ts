import type { Request } from './kinds.ts'

export const subjectTypes = ['member', 'facility', 'provider'] as const

/** A member, facility or provider. */
export interface Subject {
  readonly type: (typeof subjectTypes)[number]
  readonly id: string
}

/** Whether a request names the subject, in any of its fields. */
export const namesSubject = (request: Request, { type, id }: Subject): boolean =>
  idsIn(request, type).includes(id)

/** Whether a request names this member. */
export const namesMember = (request: Request, id: string): boolean =>
  namesSubject(request, { type: 'member', id })

/** Whether a request names this provider. */
export const namesProvider = (request: Request, id: string): boolean =>
  namesSubject(request, { type: 'provider', id })

const idsIn = (request: Request, type: Subject['type']): readonly string[] => {
  const fields: Readonly<Record<string, unknown>> = request
  const of = (...names: readonly string[]): string[] =>
    names.flatMap((name) => {
      const value = fields[name]
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
        ...moves.flatMap((move) => [move.provider_id, move.from_provider_id ?? []].flat()),
      ]
  }
}
