import { type BookFacts, bookFacts } from '../../answers/explain/book-facts.ts'
import { withEngine } from '../../engine/with-engine.ts'
import type { Engine } from '../../engine/engine.ts'
import { publicRelations } from '../../models/public.ts'
import type { Manifest } from '../../runs/manifest.ts'
import { attachRun, requireRelations } from '../../runs/run-relations.ts'
import { chooseRun } from '../../runs/read-run.ts'
import type { Effects } from '../effects.ts'

export interface ExplainOptions {
  readonly lake: string
  readonly run?: string
}

/** The run that an explanation is about. */
export interface InRun {
  readonly run: Pick<Manifest, 'run_id' | 'status' | 'as_of'>
}

/** Reads from a run's relations and the requests beside it. */
export const readRun = async <Facts extends object>(
  options: ExplainOptions,
  { openLake }: Effects,
  read: (engine: Engine, book: BookFacts) => Promise<Facts>,
): Promise<InRun & Facts> => {
  const lake = await openLake(options.lake)
  const manifest = await chooseRun(lake, options.run)
  requireRelations(
    manifest,
    publicRelations().map(({ name }) => name),
  )
  const book = await bookFacts(lake, manifest)
  const facts = await withEngine(async (engine) => {
    await attachRun(engine, lake, manifest)
    return read(engine, book)
  })
  const { run_id, status, as_of } = manifest
  return { run: { run_id, status, as_of }, ...facts }
}
