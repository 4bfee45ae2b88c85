import { withEngine } from '../../engine/with-engine.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Lake } from '../../lake/lake.ts'
import { newestRun } from '../../runs/read-run.ts'
import type { Book, BookItem } from '../../requests/book.ts'
import { later } from '../../base/days.ts'
import type { Request } from '../../requests/kinds.ts'
import { moveEffect } from './move-effect.ts'
import { smallEffect } from './small-effect.ts'
import type { Trial } from './trial.ts'
import type { Manifest } from '../../runs/manifest.ts'

/**
 * What requests would do if they were approved, on the newest complete or held run: the lines for each
 * by its id. The book is one in which they are. Nothing is said of those that would not begin.
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
    effects.set(item.request.request_id, await inTrial(lake, run, book, item))
  }
  return effects
}

/** A file of many requests is not tried one by one. */
const MOST = 10

const NO_RUN = 'There is no night yet to say what it would do.'

const hasEffect = ({ kind }: Request): boolean =>
  [
    'bulk_reassign',
    'undo_reassign',
    'assign_patient',
    'assign_facility',
    'set_coverage',
    'dismiss_member',
  ].includes(kind)

const inTrial = (
  lake: Lake,
  run: Manifest,
  book: Book,
  item: BookItem,
): Promise<readonly string[]> =>
  withEngine(async (engine) => {
    const asOf = later(run.as_of, item.from ?? run.as_of)
    return await told({ engine, lake, run, book, asOf }, item.request, engine)
  })

const told = (trial: Trial, request: Request, engine: Engine): Promise<readonly string[]> =>
  request.kind === 'bulk_reassign' || request.kind === 'undo_reassign'
    ? moveEffect(trial, request, engine)
    : smallEffect(trial, request, engine)
