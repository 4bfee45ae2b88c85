import { OPEN_END } from '../base/days.ts'
import type { Decision, Entry } from './entry.ts'
import { requestedFrom } from './slots.ts'
import type { Request } from './kinds.ts'
import type { State } from './request-states.ts'
import { type RequestRecord, type Hold, BookDraft, approvalIn, withdrawalOf } from './book-draft.ts'

/** A part of a request, in effect from `from` to `to`; never, if `to` is before `from`. */
export interface Held {
  readonly key: string
  /** The facility or member, by id, that this part is for; `all` = the whole request. */
  readonly scope: 'all' | 'facility' | 'member'
  readonly scope_id: string | null
  readonly from: string
  /** The last day; 9999-12-31 = open. */
  readonly to: string
  /** The request that ended it early. */
  readonly superseded_by: string | null
}

/** A request and its state on one day. */
export interface BookItem {
  readonly request: Request
  readonly decisions: readonly Decision[]
  readonly state: State
  /** The first day in effect; null = none (yet). */
  readonly from: string | null
  /** The last day in effect; null = open, or no day at all. */
  readonly to: string | null
  /** Approved after the first day requested, so it starts on the day of its approval. */
  readonly late: boolean
  readonly held: readonly Held[]
  /** The requests that ended it, or parts of it, early. */
  readonly superseded_by: readonly string[]
  /** The requests that it ended early. */
  readonly supersedes: readonly string[]
}

/** Every request by its id, in the order written, with its state on one day. */
export type Book = ReadonlyMap<string, BookItem>

/**
 * Returns the book of these requests and decisions on `onDate` (ISO). A pure function: the same
 * entries give the same book. Entries that break a rule have no effect; `verify` lists them.
 */
export const book = (entries: readonly Entry[], onDate: string): Book => {
  const draft = new BookDraft()
  for (const entry of entries) draft.add(entry)
  return bookOf(draft, onDate)
}

/** Returns the book of a draft on `onDate`. */
export const bookOf = (draft: BookDraft, onDate: string): Book => {
  const superseding = new Map<string, Set<string>>()
  const items = draft.records.map((record) => {
    const held = record.holds.map((hold) => heldOf(draft, hold))
    const id = record.request.request_id
    const by = distinct(held.flatMap((part) => part.superseded_by ?? []))
    for (const winner of by) superseding.set(winner, (superseding.get(winner) ?? new Set()).add(id))
    return { record, held, by }
  })
  return new Map(
    items.map(({ record, held, by }) => {
      const { request, decisions } = record
      const inEffect = held.filter(({ from, to }) => to >= from)
      const last = inEffect.map(({ to }) => to).reduce((a, b) => (a > b ? a : b), '')
      const item: BookItem = {
        request,
        decisions,
        state: stateOf(record, held, onDate),
        from: inEffect[0]?.from ?? null,
        to: last === OPEN_END || last === '' ? null : last,
        late: isLate(record),
        held,
        superseded_by: by,
        supersedes: distinct([...(superseding.get(request.request_id) ?? [])]),
      }
      return [request.request_id, item]
    }),
  )
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)].toSorted()

const heldOf = (draft: BookDraft, hold: Hold): Held => {
  const { to, by } = draft.endOf(hold)
  return {
    key: hold.key,
    scope: hold.scope,
    scope_id: hold.scope_id,
    from: hold.from,
    to,
    superseded_by: by?.of.request.request_id ?? null,
  }
}

const stateOf = (record: RequestRecord, held: readonly Held[], onDate: string): State => {
  const approved = approvalIn(record.decisions) !== undefined || record.request.kind === 'release'
  const withdrawn = withdrawalOf(record) !== undefined
  if (!approved) {
    if (withdrawn) return 'withdrawn'
    return record.decisions.length > 0 ? 'rejected' : 'pending'
  }
  if (held.length === 0) return withdrawn ? 'withdrawn' : 'approved'
  const inEffect = held.filter(({ from, to }) => to >= from)
  if (inEffect.some(({ from, to }) => from <= onDate && onDate <= to)) return 'in_force'
  if (inEffect.some(({ from }) => from > onDate)) return 'scheduled'
  if (held.every((part) => part.superseded_by !== null)) return 'superseded'
  return withdrawn ? 'withdrawn' : 'ended'
}

const isLate = (record: RequestRecord): boolean => {
  const requested = requestedFrom(record.request)
  const [hold] = record.holds
  return hold !== undefined && requested !== undefined && requested < hold.from
}
