import { canonicalJson } from '../base/canonical-json.ts'
import { dayBefore, earlier, later } from '../base/days.ts'
import { type Decision, type Entry, isSamePerson } from './entry.ts'
import { type Claim, askedFrom, askedTo, claimsOf, isRetroactive } from './holds.ts'
import type { Request } from './kinds.ts'
import { didYouMean } from '../base/suggest.ts'

/** A request's hold on one key, from its approval on. */
export interface Hold extends Claim {
  readonly of: Account
  readonly from: string
  /** The last day that was asked for. */
  readonly askedTo: string
  /** Holds of requests that were approved later and conflict. */
  readonly cutters: Hold[]
}

/** A request and what became of it. */
export interface Account {
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
export class Ledger {
  readonly #accounts = new Map<string, Account>()
  readonly #byKey = new Map<string, Hold[]>()
  /** Members' own primary assignments by the provider who has them. */
  readonly #primaries = new Map<string, Hold[]>()
  readonly #ends = new Map<Hold, End>()

  get accounts(): readonly Account[] {
    return [...this.#accounts.values()]
  }

  account(requestId: string): Account | undefined {
    return this.#accounts.get(requestId)
  }

  /** Adds an entry, or says why it is refused. */
  add(entry: Entry): string | undefined {
    const refusal = entry.kind === 'decision' ? this.#decide(entry) : this.#ask(entry)
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
    let end: End = { to: left ? earlier(hold.askedTo, dayBefore(left.on)) : hold.askedTo }
    for (const by of hold.cutters) {
      const to = dayBefore(by.from)
      if (to < end.to && this.endOf(by).to >= by.from) end = { to, by }
    }
    this.#ends.set(hold, end)
    return end
  }

  #ask(request: Request): string | undefined {
    const known = this.#accounts.get(request.request_id)
    if (known) {
      return canonicalJson(known.request) === canonicalJson(request)
        ? `${request.request_id} is known already`
        : `${request.request_id} is the id of another request already`
    }
    if (request.kind === 'undo_reassign') {
      const refusal = this.#whyNotUndone(request.request_id, request.for_request_id)
      if (refusal !== undefined) return refusal
    }
    this.#accounts.set(request.request_id, { request, decisions: [], holds: [] })
    return undefined
  }

  #decide(decision: Decision): string | undefined {
    const account = this.#accounts.get(decision.request_id)
    if (!account) {
      const hint = didYouMean(decision.request_id, [...this.#accounts.keys()])
      return `there is no request ${decision.request_id}${hint === undefined ? '' : `. ${hint}`}`
    }
    const refusal =
      decision.decision === 'withdraw'
        ? this.#whyNotWithdrawn(account, decision)
        : whyNotDecided(account, decision)
    if (refusal !== undefined) return refusal
    if (decision.decision === 'approve') {
      const early = this.#whyTooEarly(account.request)
      if (early !== undefined) return early
      const holds = holdsOf(account, decision.on)
      const clash = this.#whyNotHeld(holds)
      if (clash !== undefined) return clash
      for (const hold of holds) this.#hold(hold)
    }
    account.decisions.push(decision)
    return undefined
  }

  #whyNotUndone(id: string, target: string): string | undefined {
    const kind = this.#accounts.get(target)?.request.kind
    if (kind === 'bulk_reassign') return undefined
    const found = kind === undefined ? 'there is no such request' : `that is ${kind}`
    return `${id} undoes ${target}: expected a bulk_reassign, but ${found}`
  }

  #whyTooEarly(request: Request): string | undefined {
    if (request.kind !== 'undo_reassign') return undefined
    const target = this.#accounts.get(request.for_request_id)
    return target && target.holds.length > 0
      ? undefined
      : `${request.request_id} undoes ${request.for_request_id}, which is not approved: reject or withdraw that one`
  }

  #whyNotWithdrawn(account: Account, { on, by, role }: Decision): string | undefined {
    const id = account.request.request_id
    if (account.request.kind === 'release') return `${id} is a release: it happened`
    if (role === 'requester' && !isSamePerson(by, account.request.requested_by)) {
      return `${id} is withdrawn by the one who asked, a manager or an administrator`
    }
    const last = account.decisions.at(-1)
    if (last && last.decision !== 'approve') return toldAlready(id, last)
    if (account.holds.length === 0 || account.holds.some((hold) => this.endOf(hold).to >= on)) {
      return undefined
    }
    const superseded = account.holds.every((hold) => this.endOf(hold).by)
    return `${id} is ${superseded ? 'superseded' : 'ended'} already`
  }

  #whyNotHeld(holds: readonly Hold[]): string | undefined {
    for (const hold of holds) {
      if (hold.askedTo < hold.from) {
        return `${hold.of.request.request_id} would end before it starts: its last day is ${hold.askedTo}, and approved today it would start on ${hold.from}`
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
        ? (this.#accounts.get(request.for_request_id)?.holds ?? [])
        : []
    return [...same, ...moved, ...undone].filter(
      (rival) => rival.from <= hold.askedTo && hold.from <= rival.askedTo,
    )
  }

  #hold(hold: Hold): void {
    for (const rival of this.#rivals(hold)) rival.cutters.push(hold)
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

export const withdrawalOf = ({ decisions }: Account): Decision | undefined =>
  decisions.find(({ decision }) => decision === 'withdraw')

/** The holds of a request that is approved on this day: nothing starts before, unless it said so. */
const holdsOf = (account: Account, on: string): Hold[] => {
  const { request } = account
  const asked = askedFrom(request) ?? on
  const from = isRetroactive(request) ? asked : later(asked, on)
  return claimsOf(request).map((claim) => ({
    ...claim,
    of: account,
    from,
    askedTo: askedTo(request),
    cutters: [],
  }))
}

const whyNotDecided = ({ request, decisions }: Account, decision: Decision): string | undefined => {
  const id = request.request_id
  if (request.kind === 'release') return `${id} is a release: it is decided by the one who asks`
  if (decisions[0]) return toldAlready(id, decisions.at(-1) ?? decisions[0])
  if (isSamePerson(decision.by, request.requested_by)) {
    return `${id} is ${decision.by}'s own request: somebody else decides it, or they withdraw it`
  }
  if (decision.role === 'requester') return `${id} is decided by a manager or an administrator`
  if (decision.decision === 'approve' && isRetroactive(request) && decision.role === 'manager') {
    return `${id} is retroactive: an administrator approves it`
  }
  return undefined
}

const toldAlready = (id: string, { decision, by, on }: Decision): string => {
  const words = { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' }
  return `${id} was ${words[decision]} already, by ${by} on ${on}`
}
