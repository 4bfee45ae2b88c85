import type { Engine } from '../../engine/engine.ts'
import type { ValidationRow } from './validation.ts'

/** A row of assignment.request_start. */
export interface StartRow {
  readonly part_type: string
  readonly part_id: string
  readonly provider_id: string
  readonly role: string
  readonly state: string
  readonly effective_date: string | null
  readonly first_refused_on: string | null
  readonly failed_validation: string | null
  readonly reason: string | null
  readonly found: string | null
  readonly limit_value: string | null
  readonly ended_on: string | null
  readonly ended_reason: string | null
}

/** A row of assignment.acting_coverage. */
export interface SegmentRow {
  readonly scope: string
  readonly scope_id: string
  readonly from_date: string
  readonly to_date: string
  readonly acting_provider_id: string | null
  readonly named_provider_id: string
  readonly followed: boolean
  readonly request_id: string
  readonly reason: string | null
}

/** The members of a move by destination, or by the reason why they did not move. */
export interface MoveRow {
  readonly to_provider_id: string | null
  readonly reason: string
  readonly failed_validation: string | null
  readonly ended_reason: string | null
  readonly members: number
}

/** The PMPs of the members that a request concerns. */
export interface HolderRow {
  readonly provider_id: string | null
  readonly basis: string
  readonly members: number
}

/** Everything that a run has about one request. */
export interface RequestFacts {
  readonly starts: readonly StartRow[]
  readonly validations: readonly ValidationRow[]
  /** Failed validations of other requests that this one excuses. */
  readonly excused: readonly ValidationRow[]
  /** All coverage of the absent provider from the night on. */
  readonly segments: readonly SegmentRow[]
  readonly moves: readonly MoveRow[]
  /** The PMPs of the members that the request concerns. */
  readonly holders: readonly HolderRow[]
}

/** The subject of a request, as the relations of a run name it. */
export interface Subject {
  readonly request_id: string
  readonly isMove: boolean
  readonly member_id?: string | undefined
  readonly facility_id?: string | undefined
  readonly absent_provider_id?: string | undefined
}

/** Reads everything that a run has about one request. */
export const requestFacts = async (engine: Engine, subject: Subject): Promise<RequestFacts> => {
  const of = <R>(query: string, key: string | undefined): Promise<R[]> =>
    key === undefined ? Promise.resolve([]) : engine.all<R>(query, [key])
  const id = subject.request_id
  return {
    starts: await of(
      'select * from assignment.request_start where request_id = $1 order by part_id, provider_id',
      id,
    ),
    validations: await of(
      `select * from assignment.validation where request_id = $1
       order by part_id, provider_id, validation_rank`,
      subject.isMove ? undefined : id,
    ),
    excused: await of(
      `select * from assignment.validation where exception_request_id = $1
       order by request_id, part_id, provider_id, validation_rank`,
      id,
    ),
    segments: await of(
      `select * from assignment.acting_coverage where absent_provider_id = $1
       order by from_date, scope, scope_id`,
      subject.absent_provider_id,
    ),
    moves: await of(
      `select to_provider_id, reason, failed_validation, ended_reason, count(*) as members
       from assignment.moved_member where request_id = $1
       group by 1, 2, 3, 4 order by members desc, 1, 2, 3, 4`,
      subject.isMove ? id : undefined,
    ),
    holders:
      subject.member_id === undefined
        ? await of(
            `${HOLDERS} inner join staging.member as member on member.member_id = assigned.member_id
             where member.facility_id = $1 ${GROUPED}`,
            subject.facility_id,
          )
        : await of(`${HOLDERS} where assigned.member_id = $1 ${GROUPED}`, subject.member_id),
  }
}

const HOLDERS = `select assigned.provider_id, assigned.basis, count(*) as members
  from assignment.assigned_provider as assigned`
const GROUPED = 'group by 1, 2 order by members desc, 1, 2'
