import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import { canonicalJson } from '../base/canonical-json.ts'
import { appendAll, soundChain } from './chain.ts'
import type { Decision, Entry } from './entry.ts'
import type { Request } from './kinds.ts'
import { BookDraft } from './book-draft.ts'
import type { Sent } from './read-file.ts'
import { type Roles, roleOf } from './roles.ts'

/** The outcome of sending requests. */
export interface Submission {
  /** Requests that are new, and would be written. */
  readonly fresh: readonly Request[]
  /** Requests that were sent before, with the same content. */
  readonly known: readonly Request[]
  /** The book with the new requests in it. */
  readonly draft: BookDraft
}

/** Plans what sending these requests would write. @throws ConfigError where one is refused. */
export const planRequests = (
  log: readonly Entry[],
  sent: readonly Sent[],
  roles: Roles,
): Submission => {
  const draft = draftOf(log)
  const fresh: Request[] = []
  const known: Request[] = []
  for (const { request, timed } of sent) {
    if (request.kind === 'release') {
      throw new ConfigError(
        `${request.request_id} is refused: a release cannot be requested.`,
        '`empanel release` publishes a held run and records who released it.',
      )
    }
    const role = roleOf(roles, request.requested_by)
    if (role === undefined) {
      throw new ConfigError(
        `${request.request_id} is refused: ${request.requested_by} may not send requests.`,
        'The pipeline file lists the people who may, under `roles`.',
      )
    }
    if (role === 'requester' && isJustification(request)) {
      throw new ConfigError(
        `${request.request_id} is refused: only a manager or an administrator may send a justification.`,
        'Send an exception of type request instead.',
      )
    }
    const present = draft.record(request.request_id)?.request
    if (present && isSame(present, request, timed)) {
      known.push(present)
      continue
    }
    refuse(
      draft.add(request),
      'Give it an id of its own; a request is never changed once it is written.',
    )
    fresh.push(request)
  }
  return { fresh, known, draft }
}

const isJustification = (request: Request): boolean =>
  request.kind === 'exception' && request.exception_type === 'justification'

/** Writes the new ones among these requests: all of them, or none if one is refused. */
export const submit = async (lake: Lake, sent: readonly Sent[], roles: Roles): Promise<void> => {
  const timed = new Map(sent.map((one) => [one.request.request_id, one.timed]))
  await appendAll(
    lake,
    sent.map(({ request }) => request),
    (log, remaining) => {
      const left = remaining.flatMap((entry) =>
        entry.kind === 'decision'
          ? []
          : [{ request: entry, timed: timed.get(entry.request_id) ?? true }],
      )
      return planRequests(log, left, roles).fresh
    },
  )
}

/** Returns the book with these decisions in it. @throws ConfigError where one is refused. */
export const planDecisions = (log: readonly Entry[], decisions: readonly Decision[]): BookDraft => {
  const draft = draftOf(log)
  for (const decision of decisions) {
    refuse(draft.add(decision), '`empanel requests` lists them and their states.')
  }
  return draft
}

/** Writes decisions: all of them, or none if one is refused. */
export const decide = async (lake: Lake, decisions: readonly Decision[]): Promise<BookDraft> => {
  await appendAll(lake, decisions, (log, remaining) => {
    planDecisions(
      log,
      remaining.filter((entry) => entry.kind === 'decision'),
    )
    return remaining
  })
  return draftOf(await readLog(lake))
}

/** Reads every request and decision, in the order written. */
export const readLog = async (lake: Lake): Promise<readonly Entry[]> =>
  (await soundChain(lake)).links.map(({ entry }) => entry)

export const draftOf = (log: readonly Entry[]): BookDraft => {
  const draft = new BookDraft()
  for (const entry of log) draft.add(entry)
  return draft
}

/** A request sent without `requested_at` is the same at whatever time it is sent again. */
const isSame = (present: Request, sent: Request, timed: boolean): boolean =>
  canonicalJson(timed ? present : { ...present, requested_at: sent.requested_at }) ===
  canonicalJson(sent)

const refuse = (refusal: string | undefined, hint: string): void => {
  if (refusal === undefined) return
  throw new ConfigError(`Refused: ${refusal}.`, hint)
}
