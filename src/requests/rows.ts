import { approvalIn } from './book-draft.ts'
import { addDays, dayAfter, dayBefore } from '../base/days.ts'
import type { Book, BookItem, Held } from './book.ts'
import type { RequestKind, RequestOf } from './kinds.ts'
import { summarizeRequest } from './describe-request.ts'

/** A row of a relation. */
export type Row = Readonly<Record<string, string | number | boolean | null>>

/** The relations of the book; none has lists in its columns. */
export const bookRelations = [
  'request',
  'facility_assignment',
  'patient_assignment',
  'coverage',
  'bulk_move',
  'bulk_destination',
  'bulk_undo',
  'exception',
  'panel_change',
  'panel_addition',
  'dismissal',
  'dispute',
] as const
export type BookRelation = (typeof bookRelations)[number]

/** Days of emergency coverage after a dismissal, including its first day. */
const EMERGENCY_DAYS = 30

/**
 * Returns the book as plain rows, for the relations `book.<name>` of a night. Except in `request` and
 * `dispute`, each row is in effect from `from_date` to `to_date`, inclusive (9999-12-31 = open), after
 * withdrawals and later requests; parts that never begin have no row. Only `request.state` and
 * `dispute.state` depend on the date of the book.
 *
 * - `request`: every request, with its first and last day in effect, null if none
 * - `facility_assignment`, `patient_assignment`: `role` primary, specialist (with `specialty`) or coverage
 * - `coverage`: one row per covering provider, in the order of `covering_rank`, and part of its scope
 *   (`scope` all, facility or member, with `scope_id`, empty for all)
 * - `bulk_move`: one row per part of its scope; its destinations are in `bulk_destination`, or beside
 *   the member if the request lists its moves one by one
 * - `bulk_undo`: one row per move that is undone
 * - `exception`: the validation that may fail, and the request, provider, facility or member it is for
 * - `panel_change`, `panel_addition`, `dismissal` (with `emergency_until`), `dispute`
 */
export const bookRows = (book: Book): Readonly<Record<BookRelation, readonly Row[]>> => {
  const items = [...book.values()]
  const of = <K extends RequestKind>(
    kind: K,
    rows: (request: RequestOf<K>, held: Held, term: Row) => Row[],
  ): Row[] =>
    items.flatMap((item) =>
      isOf(item, kind)
        ? item.held
            .filter(({ from, to }) => to >= from)
            .flatMap((held) => rows(item.request, held, termOf(item, held)))
        : [],
    )
  return {
    request: items.map(requestRow),
    facility_assignment: of('assign_facility', (request, held, term) => [
      { ...term, ...neighborsOf(held), facility_id: request.facility_id, ...placeOf(request) },
    ]),
    patient_assignment: of('assign_patient', (request, held, term) => [
      { ...term, ...neighborsOf(held), member_id: request.member_id, ...placeOf(request) },
    ]),
    coverage: of('set_coverage', (request, { scope, scope_id }, term) =>
      request.covering_provider_ids.map((id, i) => ({
        ...term,
        absent_provider_id: request.absent_provider_id,
        covering_rank: i + 1,
        covering_provider_id: id,
        scope,
        scope_id: scope_id ?? '',
      })),
    ),
    bulk_move: items.flatMap((item) => (isOf(item, 'bulk_reassign') ? moveRows(item) : [])),
    bulk_undo: of('undo_reassign', (request, _, term) => [
      { ...term, for_request_id: request.for_request_id },
    ]),
    bulk_destination: items.flatMap((item) =>
      isOf(item, 'bulk_reassign') && item.from !== null
        ? (item.request.destination_provider_ids ?? []).map((id, i) => ({
            request_id: item.request.request_id,
            destination_rank: i + 1,
            provider_id: id,
          }))
        : [],
    ),
    exception: of('exception', (request, _, term) => [
      {
        ...term,
        exception_type: request.exception_type,
        validation: request.validation,
        for_request_id: request.for_request_id ?? null,
        provider_id: request.provider_id ?? null,
        facility_id: request.facility_id ?? null,
        member_id: request.member_id ?? null,
      },
    ]),
    panel_change: of('panel_status', (request, _, term) => [
      { ...term, provider_id: request.provider_id, panel_status: request.panel_status },
    ]),
    panel_addition: of('panel_add', (request, _, term) => [
      { ...term, provider_id: request.provider_id, member_id: request.member_id },
    ]),
    dismissal: of('dismiss_member', (request, { from }, term) => [
      {
        ...term,
        provider_id: request.provider_id,
        member_id: request.member_id,
        emergency_until: addDays(from, EMERGENCY_DAYS - 1),
      },
    ]),
    dispute: items.flatMap((item) => (isOf(item, 'attribution_dispute') ? [disputeRow(item)] : [])),
  }
}

type ItemOf<K extends RequestKind> = BookItem & { readonly request: RequestOf<K> }

const isOf = <K extends RequestKind>(item: BookItem, kind: K): item is ItemOf<K> =>
  item.request.kind === kind

const termOf = (item: BookItem, held: Held): Row => ({
  request_id: item.request.request_id,
  from_date: held.from,
  to_date: held.to,
  reason: item.request.reason,
  approved_on: approvalIn(item.decisions)?.on ?? null,
  superseded_by: held.superseded_by,
})

const moveRows = (item: ItemOf<'bulk_reassign'>): Row[] => {
  const { request } = item
  const named = new Map(request.moves?.map((move) => [move.member_id, move]))
  return item.held
    .filter(({ from, to }) => to >= from)
    .map((held) => ({
      ...termOf(item, held),
      source_provider_id:
        request.source_provider_id ?? named.get(held.scope_id ?? '')?.from_provider_id ?? null,
      source_facility_id: request.source_facility_id ?? null,
      scope: held.scope,
      scope_id: held.scope_id ?? '',
      destination_provider_id: named.get(held.scope_id ?? '')?.provider_id ?? null,
      distribution: request.distribution,
      same_practice_first: request.same_practice_first,
      move_scheduled_visits: request.move_scheduled_visits,
      lock: request.lock,
    }))
}

/** The day before the first and the day after the last: models do no date arithmetic. */
const neighborsOf = ({ from, to }: Held): Row => ({
  day_before: dayBefore(from),
  day_after: dayAfter(to),
})

const placeOf = (request: RequestOf<'assign_facility'> | RequestOf<'assign_patient'>): Row => ({
  provider_id: request.provider_id,
  role: request.role,
  specialty: request.specialty ?? null,
})

const requestRow = (item: BookItem): Row => ({
  request_id: item.request.request_id,
  kind: item.request.kind,
  state: item.state,
  requested_by: item.request.requested_by,
  requested_at: item.request.requested_at,
  asked: summarizeRequest(item.request),
  reason: item.request.reason,
  from_date: item.from,
  to_date: item.to,
  late: item.late,
  superseded_by: item.superseded_by.join(', ') || null,
  ...decisionOf(item),
})

/** The last decision on a request; for a withdrawn one, the withdrawal. */
const decisionOf = ({ decisions }: BookItem): Row => {
  const last = decisions.at(-1)
  return {
    decision: last?.decision ?? null,
    decided_by: last?.by ?? null,
    decided_on: last?.on ?? null,
    decision_reason: last?.reason ?? null,
  }
}

const disputeRow = ({ request, state, decisions }: ItemOf<'attribution_dispute'>): Row => ({
  request_id: request.request_id,
  practice_id: request.practice_id,
  member_id: request.member_id,
  provider_id: request.provider_id ?? null,
  evidence: request.evidence,
  due_date: request.due_date,
  state,
  decided_on: decisions.at(-1)?.on ?? null,
})
