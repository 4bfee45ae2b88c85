import { canonicalJson } from '../base/canonical-json.ts'
import { dayBefore, earlier, later } from '../base/days.ts'
import { type Decision, type Entry, isSamePerson } from './entry.ts'
import { type Slot, requestedFrom, requestedTo, slotsOf, isRetroactive } from './slots.ts'
import type { Request } from './kinds.ts'
import { didYouMean } from '../base/suggest.ts'

/** A slot that a request holds from its approval on. */
export interface Hold extends Slot {
  readonly of: RequestRecord
  readonly from: string
  /** The last requested day. */
  readonly requestedTo: string
  /** Conflicting holds of requests that were approved later. */
  readonly laterHolds: Hold[]
}

/** A request, the decisions on it, and the slots that it holds. */
export interface RequestRecord {
  readonly request: Request
  readonly decisions: Decision[]
  readonly holds: Hold[]
}

/** The last day of a hold, and the hold that ended it early, if one did. */
export interface End {
  readonly to: string
  readonly by?: Hold
}

/**
 * The book while entries are added to it one by one. An entry that breaks a rule is
 * refused with the reason. The same entries in the same order are always accepted again, so that a
 * replay results in the same book.
 */
export class BookDraft {
  readonly #records = new Map<string, RequestRecord>()
  readonly #byKey = new Map<string, Hold[]>()
  /** Members' own primary assignments, by provider. */
  readonly #primaries = new Map<string, Hold[]>()
  readonly #ends = new Map<Hold, End>()

  get records(): readonly RequestRecord[] {
    return [...this.#records.values()]
  }

  record(requestId: string): RequestRecord | undefined {
    return this.#records.get(requestId)
  }

  /** Adds an entry. Returns the reason if it is refused. */
  add(entry: Entry): string | undefined {
    const refusal = entry.kind === 'decision' ? this.#addDecision(entry) : this.#addRequest(entry)
    if (refusal === undefined) this.#ends.clear()
    return refusal
  }

  /**
   * Returns the end of a hold: the last day requested, the day before its withdrawal, or the day
   * before a conflicting hold that was approved later begins, whichever is first. A hold that never
   * began ends no other.
   */
  endOf(hold: Hold): End {
    const cached = this.#ends.get(hold)
    if (cached) return cached
    const withdrawal = withdrawalOf(hold.of)
    let end: End = {
      to: withdrawal ? earlier(hold.requestedTo, dayBefore(withdrawal.on)) : hold.requestedTo,
    }
    for (const by of hold.laterHolds) {
      const to = dayBefore(by.from)
      if (to < end.to && this.endOf(by).to >= by.from) end = { to, by }
    }
    this.#ends.set(hold, end)
    return end
  }

  #addRequest(request: Request): string | undefined {
    const present = this.#records.get(request.request_id)
    if (present) {
      return canonicalJson(present.request) === canonicalJson(request)
        ? `${request.request_id} was sent before`
        : `${request.request_id} is already the id of another request`
    }
    if (request.kind === 'undo_reassign') {
      const refusal = this.#whyNotUndoable(request.request_id, request.for_request_id)
      if (refusal !== undefined) return refusal
    }
    this.#records.set(request.request_id, { request, decisions: [], holds: [] })
    return undefined
  }

  #addDecision(decision: Decision): string | undefined {
    const record = this.#records.get(decision.request_id)
    if (!record) {
      const hint = didYouMean(decision.request_id, [...this.#records.keys()])
      return `there is no request ${decision.request_id}${hint === undefined ? '' : `. ${hint}`}`
    }
    const refusal =
      decision.decision === 'withdraw'
        ? this.#whyNotWithdrawn(record, decision)
        : whyNotDecided(record, decision)
    if (refusal !== undefined) return refusal
    if (decision.decision === 'approve') {
      const early = this.#whyTooEarly(record.request)
      if (early !== undefined) return early
      const holds = holdsOf(record, decision.on)
      const clash = this.#whyNotHeld(holds)
      if (clash !== undefined) return clash
      for (const hold of holds) this.#hold(hold)
    }
    record.decisions.push(decision)
    return undefined
  }

  #whyNotUndoable(id: string, target: string): string | undefined {
    const kind = this.#records.get(target)?.request.kind
    if (kind === 'bulk_reassign') return undefined
    return `${id} undoes ${target}: expected a bulk_reassign, found ${kind ?? 'no such request'}`
  }

  #whyTooEarly(request: Request): string | undefined {
    if (request.kind !== 'undo_reassign') return undefined
    const target = this.#records.get(request.for_request_id)
    return target && target.holds.length > 0
      ? undefined
      : `${request.request_id} undoes ${request.for_request_id}, which is not approved: reject or withdraw ${request.for_request_id} instead`
  }

  #whyNotWithdrawn(record: RequestRecord, { on, by, role }: Decision): string | undefined {
    const id = record.request.request_id
    if (record.request.kind === 'release') return `${id} is a release, which already took effect`
    if (role === 'requester' && !isSamePerson(by, record.request.requested_by)) {
      return `${id} can be withdrawn by its requester, a manager or an administrator`
    }
    const last = record.decisions.at(-1)
    if (last && last.decision !== 'approve') return alreadyDecided(id, last)
    if (record.holds.length === 0 || record.holds.some((hold) => this.endOf(hold).to >= on)) {
      return undefined
    }
    const superseded = record.holds.every((hold) => this.endOf(hold).by)
    return `${id} has already ${superseded ? 'been superseded' : 'ended'}`
  }

  #whyNotHeld(holds: readonly Hold[]): string | undefined {
    for (const hold of holds) {
      if (hold.requestedTo < hold.from) {
        return `${hold.of.request.request_id} would end before it starts: its last day is ${hold.requestedTo}, and if approved today it would start on ${hold.from}`
      }
      const same = this.#rivals(hold).find(
        (rival) => rival.from === hold.from && this.endOf(rival).to >= rival.from,
      )
      if (same) {
        return `${hold.of.request.request_id} conflicts with ${same.of.request.request_id}, which starts on the same day, ${hold.from}: withdraw one, or request another day`
      }
    }
    return undefined
  }

  /** Approved holds of the same slot on some of the same days. */
  #rivals(hold: Hold): readonly Hold[] {
    const { request } = hold.of
    const same = hold.key === '' ? [] : (this.#byKey.get(hold.key) ?? [])
    const moved =
      request.kind === 'bulk_reassign' &&
      request.source_provider_id !== undefined &&
      request.member_ids === undefined &&
      request.facility_ids === undefined
        ? (this.#primaries.get(request.source_provider_id) ?? [])
        : []
    const undone =
      request.kind === 'undo_reassign'
        ? (this.#records.get(request.for_request_id)?.holds ?? [])
        : []
    return [...same, ...moved, ...undone].filter(
      (rival) => rival.from <= hold.requestedTo && hold.from <= rival.requestedTo,
    )
  }

  #hold(hold: Hold): void {
    for (const rival of this.#rivals(hold)) rival.laterHolds.push(hold)
    hold.of.holds.push(hold)
    push(this.#byKey, hold.key, hold)
    if (hold.of.request.kind === 'assign_patient' && hold.of.request.role === 'primary') {
      push(this.#primaries, hold.of.request.provider_id, hold)
    }
  }
}

const push = (map: Map<string, Hold[]>, key: string, hold: Hold): void => {
  const there = map.get(key)
  if (there) there.push(hold)
  else map.set(key, [hold])
}

export const approvalIn = (decisions: readonly Decision[]): Decision | undefined =>
  decisions.find(({ decision }) => decision === 'approve')

export const withdrawalOf = ({ decisions }: RequestRecord): Decision | undefined =>
  decisions.find(({ decision }) => decision === 'withdraw')

/** The holds of a request that is approved on this day: only a retroactive one starts before it. */
const holdsOf = (record: RequestRecord, on: string): Hold[] => {
  const { request } = record
  const asked = requestedFrom(request) ?? on
  const from = isRetroactive(request) ? asked : later(asked, on)
  return slotsOf(request).map((slot) => ({
    ...slot,
    of: record,
    from,
    requestedTo: requestedTo(request),
    laterHolds: [],
  }))
}

const whyNotDecided = (
  { request, decisions }: RequestRecord,
  decision: Decision,
): string | undefined => {
  const id = request.request_id
  if (request.kind === 'release') return `${id} is a release, which needs no decision`
  if (decisions[0]) return alreadyDecided(id, decisions.at(-1) ?? decisions[0])
  if (isSamePerson(decision.by, request.requested_by)) {
    return `${id} is ${decision.by}'s own request: another person decides on it, or they withdraw it`
  }
  if (decision.role === 'requester')
    return `${id} can be decided by a manager or an administrator only`
  if (decision.decision === 'approve' && isRetroactive(request) && decision.role === 'manager') {
    return `${id} is retroactive: only an administrator can approve it`
  }
  return undefined
}

const alreadyDecided = (id: string, { decision, by, on }: Decision): string => {
  const words = { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' }
  return `${id} was already ${words[decision]}, by ${by} on ${on}`
}
