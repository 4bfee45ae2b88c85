import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import { canonicalJson } from '../base/canonical-json.ts'
import { appendAll, soundChain } from './chain.ts'
import type { Decision, Entry } from './entry.ts'
import type { Request } from './kinds.ts'
import { BookDraft } from './book-draft.ts'
import type { Sent } from './read-file.ts'
import { type Roles, roleOf } from './roles.ts'

/** What sending requests would do. */
export interface Submission {
  /** Not known yet: these would be written. */
  readonly fresh: readonly Request[]
  /** Known already, with the same content. */
  readonly known: readonly Request[]
  /** The draft with the fresh ones in it. */
  readonly draft: BookDraft
}

/** What these requests would do to the log; throws where one of them is refused. */
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
        `${request.request_id} is refused: a release is no request to wait for.`,
        '`empanel release` publishes a held run and keeps who did.',
      )
    }
    const role = roleOf(roles, request.requested_by)
    if (role === undefined) {
      throw new ConfigError(
        `${request.request_id} is refused: ${request.requested_by} may not request.`,
        'The pipeline file lists who may, under `roles`.',
      )
    }
    if (role === 'requester' && isJustification(request)) {
      throw new ConfigError(
        `${request.request_id} is refused: a justification is asked for by a manager or an administrator.`,
        'Ask for an exception of the type request instead.',
      )
    }
    const there = draft.record(request.request_id)?.request
    if (there && isSame(there, request, timed)) {
      known.push(there)
      continue
    }
    refuse(draft.add(request), 'Give it an id of its own; a request that stands is never changed.')
    fresh.push(request)
  }
  return { fresh, known, draft }
}

const isJustification = (request: Request): boolean =>
  request.kind === 'exception' && request.exception_type === 'justification'

/** Writes requests that are not known yet, all of them or, where one is refused, none. */
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

/** The draft with these decisions in it; throws where one of them is refused. */
export const planDecisions = (log: readonly Entry[], decisions: readonly Decision[]): BookDraft => {
  const draft = draftOf(log)
  for (const decision of decisions) {
    refuse(draft.add(decision), '`empanel requests` lists them and their states.')
  }
  return draft
}

/** Writes decisions: all of them or, where one is refused, none. */
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

/** Every request and decision, in the order in which they were written. */
export const readLog = async (lake: Lake): Promise<readonly Entry[]> =>
  (await soundChain(lake)).links.map(({ entry }) => entry)

export const draftOf = (log: readonly Entry[]): BookDraft => {
  const draft = new BookDraft()
  for (const entry of log) draft.add(entry)
  return draft
}

/** A request that does not say when it was asked is the same at whatever time it is sent again. */
const isSame = (there: Request, sent: Request, timed: boolean): boolean =>
  canonicalJson(timed ? there : { ...there, requested_at: sent.requested_at }) ===
  canonicalJson(sent)

const refuse = (refusal: string | undefined, hint: string): void => {
  if (refusal === undefined) return
  throw new ConfigError(`Refused: ${refusal}.`, hint)
}
