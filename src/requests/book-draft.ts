import { canonicalJson } from '../base/canonical-json.ts'
import { dayBefore, earlier, later } from '../base/days.ts'
import { type Decision, type Entry, isSamePerson } from './entry.ts'
import { type Slot, requestedFrom, requestedTo, slotsOf, isRetroactive } from './slots.ts'
import type { Request } from './kinds.ts'
import { didYouMean } from '../base/suggest.ts'

/** A request's hold on one key, from its approval on. */
export interface Hold extends Slot {
  readonly of: RequestRecord
  readonly from: string
  /** The last day that was asked for. */
  readonly requestedTo: string
  /** Holds of requests that were approved later and conflict. */
  readonly laterHolds: Hold[]
}

/** A request and what became of it. */
export interface RequestRecord {
  readonly request: Request
  readonly decisions: Decision[]
  readonly holds: Hold[]
}

/** Until when a hold stands, and who ended it before its time. */
export interface End {
  readonly to: string
  readonly by?: Hold
}

/**
 * Requests and decisions, added one after the other. What breaks a rule is refused, with a sentence
 * that says why; whatever was accepted once is accepted again, so that a replay gives the same book.
 */
export class BookDraft {
  readonly #records = new Map<string, RequestRecord>()
  readonly #byKey = new Map<string, Hold[]>()
  /** Members' own primary assignments by the provider who has them. */
  readonly #primaries = new Map<string, Hold[]>()
  readonly #ends = new Map<Hold, End>()

  get records(): readonly RequestRecord[] {
    return [...this.#records.values()]
  }

  record(requestId: string): RequestRecord | undefined {
    return this.#records.get(requestId)
  }

  /** Adds an entry, or says why it is refused. */
  add(entry: Entry): string | undefined {
    const refusal = entry.kind === 'decision' ? this.#addDecision(entry) : this.#addRequest(entry)
    if (refusal === undefined) this.#ends.clear()
    return refusal
  }

  /**
   * Until when this hold stands: as asked, until its request was withdrawn, or until one that was
   * approved later begins; the earliest of these. One that never began ends nobody.
   */
  endOf(hold: Hold): End {
    const known = this.#ends.get(hold)
    if (known) return known
    const left = withdrawalOf(hold.of)
    let end: End = { to: left ? earlier(hold.requestedTo, dayBefore(left.on)) : hold.requestedTo }
    for (const by of hold.laterHolds) {
      const to = dayBefore(by.from)
      if (to < end.to && this.endOf(by).to >= by.from) end = { to, by }
    }
    this.#ends.set(hold, end)
    return end
  }

  #addRequest(request: Request): string | undefined {
    const known = this.#records.get(request.request_id)
    if (known) {
      return canonicalJson(known.request) === canonicalJson(request)
        ? `${request.request_id} is known already`
        : `${request.request_id} is the id of another request already`
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
    const found = kind === undefined ? 'there is no such request' : `that is ${kind}`
    return `${id} undoes ${target}: expected a bulk_reassign, but ${found}`
  }

  #whyTooEarly(request: Request): string | undefined {
    if (request.kind !== 'undo_reassign') return undefined
    const target = this.#records.get(request.for_request_id)
    return target && target.holds.length > 0
      ? undefined
      : `${request.request_id} undoes ${request.for_request_id}, which is not approved: reject or withdraw that one`
  }

  #whyNotWithdrawn(record: RequestRecord, { on, by, role }: Decision): string | undefined {
    const id = record.request.request_id
    if (record.request.kind === 'release') return `${id} is a release: it happened`
    if (role === 'requester' && !isSamePerson(by, record.request.requested_by)) {
      return `${id} is withdrawn by the one who asked, a manager or an administrator`
    }
    const last = record.decisions.at(-1)
    if (last && last.decision !== 'approve') return alreadyDecided(id, last)
    if (record.holds.length === 0 || record.holds.some((hold) => this.endOf(hold).to >= on)) {
      return undefined
    }
    const superseded = record.holds.every((hold) => this.endOf(hold).by)
    return `${id} is ${superseded ? 'superseded' : 'ended'} already`
  }

  #whyNotHeld(holds: readonly Hold[]): string | undefined {
    for (const hold of holds) {
      if (hold.requestedTo < hold.from) {
        return `${hold.of.request.request_id} would end before it starts: its last day is ${hold.requestedTo}, and approved today it would start on ${hold.from}`
      }
      const same = this.#rivals(hold).find(
        (rival) => rival.from === hold.from && this.endOf(rival).to >= rival.from,
      )
      if (same) {
        return `${hold.of.request.request_id} conflicts with ${same.of.request.request_id}, which starts on the same day, ${hold.from}: withdraw one, or ask for another day`
      }
    }
    return undefined
  }

  /** Approved holds that want the same on some of the same days. */
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

/** The holds of a request that is approved on this day: nothing starts before, unless it said so. */
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
  if (request.kind === 'release') return `${id} is a release: it is decided by the one who asks`
  if (decisions[0]) return alreadyDecided(id, decisions.at(-1) ?? decisions[0])
  if (isSamePerson(decision.by, request.requested_by)) {
    return `${id} is ${decision.by}'s own request: somebody else decides it, or they withdraw it`
  }
  if (decision.role === 'requester') return `${id} is decided by a manager or an administrator`
  if (decision.decision === 'approve' && isRetroactive(request) && decision.role === 'manager') {
    return `${id} is retroactive: an administrator approves it`
  }
  return undefined
}

const alreadyDecided = (id: string, { decision, by, on }: Decision): string => {
  const words = { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' }
  return `${id} was ${words[decision]} already, by ${by} on ${on}`
}
