import { OPEN } from '../base/days.ts'
import type { Decision, Entry } from './entry.ts'
import { askedFrom } from './holds.ts'
import type { Request } from './kinds.ts'
import type { State } from './request-states.ts'
import { type Account, type Hold, Ledger, approvalIn, withdrawalOf } from './ledger.ts'

/** A part of what a request holds, in force on the days from `from` to `to`; never, if `to` is before. */
export interface Held {
  readonly key: string
  /** One facility's or member's part of the request, by its id; else all that it is about. */
  readonly scope: 'all' | 'facility' | 'member'
  readonly scope_id: string | null
  readonly from: string
  /** The last day; 9999-12-31 = open. */
  readonly to: string
  /** The request that took over before the time was up. */
  readonly superseded_by: string | null
}

/** A request as it stands. */
export interface BookItem {
  readonly request: Request
  readonly decisions: readonly Decision[]
  readonly state: State
  /** The first day in force; null = it has none (yet), or never had. */
  readonly from: string | null
  /** The last day in force; null = open, or as `from`. */
  readonly to: string | null
  /** Approved after the day that it asked for, so that it starts with its approval. */
  readonly late: boolean
  readonly held: readonly Held[]
  /** The requests that ended it, or parts of it, before the time was up. */
  readonly superseded_by: readonly string[]
  /** The requests that it ended so. */
  readonly supersedes: readonly string[]
}

/** Every request by its id, in the order in which they were written, as it stands on one day. */
export type Book = ReadonlyMap<string, BookItem>

/**
 * The book that these requests and decisions make, seen on `onDate` (ISO). A pure function: the same
 * entries give the same book. Entries that break a rule have no effect; `verify` names them.
 */
export const book = (entries: readonly Entry[], onDate: string): Book => {
  const ledger = new Ledger()
  for (const entry of entries) ledger.add(entry)
  return bookOf(ledger, onDate)
}

/** The same of a ledger that is there already. */
export const bookOf = (ledger: Ledger, onDate: string): Book => {
  const won = new Map<string, Set<string>>()
  const items = ledger.accounts.map((account) => {
    const held = account.holds.map((hold) => heldOf(ledger, hold))
    const id = account.request.request_id
    const by = distinct(held.flatMap((part) => part.superseded_by ?? []))
    for (const winner of by) won.set(winner, (won.get(winner) ?? new Set()).add(id))
    return { account, held, by }
  })
  return new Map(
    items.map(({ account, held, by }) => {
      const { request, decisions } = account
      const stood = held.filter(({ from, to }) => to >= from)
      const last = stood.map(({ to }) => to).reduce((a, b) => (a > b ? a : b), '')
      const item: BookItem = {
        request,
        decisions,
        state: stateOf(account, held, onDate),
        from: stood[0]?.from ?? null,
        to: last === OPEN || last === '' ? null : last,
        late: isLate(account),
        held,
        superseded_by: by,
        supersedes: distinct([...(won.get(request.request_id) ?? [])]),
      }
      return [request.request_id, item]
    }),
  )
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)].toSorted()

const heldOf = (ledger: Ledger, hold: Hold): Held => {
  const { to, by } = ledger.endOf(hold)
  return {
    key: hold.key,
    scope: hold.scope,
    scope_id: hold.scope_id,
    from: hold.from,
    to,
    superseded_by: by?.of.request.request_id ?? null,
  }
}

const stateOf = (account: Account, held: readonly Held[], onDate: string): State => {
  const approved = approvalIn(account.decisions) !== undefined || account.request.kind === 'release'
  const withdrawn = withdrawalOf(account) !== undefined
  if (!approved) {
    if (withdrawn) return 'withdrawn'
    return account.decisions.length > 0 ? 'rejected' : 'pending'
  }
  if (held.length === 0) return withdrawn ? 'withdrawn' : 'approved'
  const stood = held.filter(({ from, to }) => to >= from)
  if (stood.some(({ from, to }) => from <= onDate && onDate <= to)) return 'in_force'
  if (stood.some(({ from }) => from > onDate)) return 'scheduled'
  if (held.every((part) => part.superseded_by !== null)) return 'superseded'
  return withdrawn ? 'withdrawn' : 'ended'
}

const isLate = (account: Account): boolean => {
  const asked = askedFrom(account.request)
  const [hold] = account.holds
  return hold !== undefined && asked !== undefined && asked < hold.from
}
