import { withEngine } from '../../engine/with-engine.ts'
import type { Lake } from '../../lake/lake.ts'
import { newestRun } from '../../runs/read-run.ts'
import type { Book, BookItem } from '../../requests/book.ts'
import { later } from '../../base/days.ts'
import type { Request } from '../../requests/kinds.ts'
import { moveEffect } from './move-effect.ts'
import { singleEffect } from './single-effect.ts'
import type { Trial } from './trial.ts'

/**
 * Describes what requests would do if they were approved, on the newest complete or held run: lines
 * by request id. The book is one in which they are approved. A request that would never begin has
 * no lines.
 */
export const effectsOf = async (
  lake: Lake,
  book: Book,
  requests: readonly Request[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const begun = requests.flatMap(({ request_id: id }) => {
    const item = book.get(id)
    return item && item.from !== null && hasEffect(item.request) ? [item] : []
  })
  if (begun.length === 0) return new Map()
  const run = await newestRun(lake)
  if (!run) return new Map(begun.map((item) => [item.request.request_id, [NO_RUN]]))
  const effects = new Map<string, readonly string[]>()
  for (const item of begun.slice(0, MOST)) {
    effects.set(item.request.request_id, await effectOf({ lake, run, book }, item))
  }
  return effects
}

/** Of a file with more requests, only the first are tried: each takes seconds. */
const MOST = 10

const NO_RUN = 'No night has run yet, so its effect cannot be shown.'

const hasEffect = ({ kind }: Request): boolean =>
  [
    'bulk_reassign',
    'undo_reassign',
    'assign_patient',
    'assign_facility',
    'set_coverage',
    'dismiss_member',
  ].includes(kind)

const effectOf = (
  base: Pick<Trial, 'lake' | 'run' | 'book'>,
  { request, from }: BookItem,
): Promise<readonly string[]> =>
  withEngine((engine) => {
    const asOf = later(base.run.as_of, from ?? base.run.as_of)
    const trial = { ...base, engine, request, asOf }
    return request.kind === 'bulk_reassign' || request.kind === 'undo_reassign'
      ? moveEffect(trial, request)
      : singleEffect(trial, request)
  })
