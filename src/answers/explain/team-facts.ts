import type { Engine } from '../../engine/engine.ts'
import type { BookItem } from '../../requests/book.ts'
import { namesMember } from '../../requests/subjects.ts'
import type { BookFacts } from './book-facts.ts'

/** A row of assignment.care_team. */
export interface TeamRow {
  readonly role: string
  readonly provider_id: string
  readonly from_date: string
  readonly to_date: string
  readonly basis: string
  readonly request_id: string | null
  readonly specialty: string
  readonly absent_provider_id: string | null
  readonly followed: boolean
}

/** A row of assignment.moved_member. */
export interface MovedRow {
  readonly request_id: string
  readonly from_provider_id: string | null
  readonly to_provider_id: string | null
  readonly reason: string
  readonly ended_on: string | null
  readonly ended_reason: string | null
}

/** A row of publication.affected_visit. */
export interface BookedRow {
  readonly visit_id: string
  readonly provider_id: string
  readonly scheduled_at: string
  readonly is_former_pmp: boolean
  readonly is_absent: boolean
  readonly what_to_do: string
  readonly covering_provider_id: string | null
}

/** A member's care team and the requests that concern them. */
export interface TeamFacts {
  readonly asOf: string
  readonly team: readonly TeamRow[]
  readonly moved: readonly MovedRow[]
  /** Scheduled visits with a provider who is not the PMP, or who is away. */
  readonly visits: readonly BookedRow[]
  readonly requests: readonly BookItem[]
}

/** Reads a member's care team from a run and the book. */
export const teamFacts = async (
  engine: Engine,
  memberId: string,
  { asOf, book }: BookFacts,
): Promise<TeamFacts> => {
  const [member] = await engine.all<{ facility_id: string | null }>(
    'select facility_id from staging.member where member_id = $1',
    [memberId],
  )
  const pmp = await engine.all<{ provider_id: string }>(
    "select provider_id from assignment.care_team where member_id = $1 and role = 'primary'",
    [memberId],
  )
  const moved = await engine.all<MovedRow>(
    'select * from assignment.moved_member where member_id = $1 order by request_id',
    [memberId],
  )
  const moves = new Set(moved.map(({ request_id: id }) => id))
  return {
    asOf,
    team: await engine.all<TeamRow>(
      `select * from assignment.care_team where member_id = $1
       order by case role when 'primary' then 1 when 'acting' then 2 when 'specialist' then 3 else 4 end,
         specialty, from_date, provider_id`,
      [memberId],
    ),
    moved,
    visits: await engine.all<BookedRow>(
      'select * from publication.affected_visit where member_id = $1 order by scheduled_at, visit_id',
      [memberId],
    ),
    requests: [...book.values()].filter(
      (item) =>
        moves.has(item.request.request_id) ||
        touches(item, memberId, member?.facility_id) ||
        (item.request.kind === 'set_coverage' &&
          item.request.absent_provider_id === pmp[0]?.provider_id &&
          item.request.member_ids === undefined &&
          item.request.facility_ids === undefined),
    ),
  }
}

/** Whether a request names this member or the facility where they live. */
const touches = (
  { request }: BookItem,
  memberId: string,
  facilityId: string | null | undefined,
): boolean =>
  namesMember(request, memberId) ||
  (request.kind === 'assign_facility' && request.facility_id === facilityId)
