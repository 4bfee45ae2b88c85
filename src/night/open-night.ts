import { dryLake } from '../lake/dry-lake.ts'
import { findBaseline, loadBaseline } from '../runs/baseline.ts'
import { sweepLeftovers } from '../runs/leftovers.ts'
import { emptyManifest } from '../runs/manifest.ts'
import { readPublished } from '../runs/published.ts'
import { listRunIds } from '../runs/read-run.ts'
import { newRunId } from '../runs/run-id.ts'
import type { Night } from './night.ts'
import type { RunRequest } from './run-request.ts'

/**
 * Opens a night on a lake that is held: removes what dead runs left behind, chooses its id and its
 * baseline, and opens its engine, which the caller closes.
 */
export const openNight = async (
  request: RunRequest,
  started: Date,
  spool: string,
): Promise<Night> => {
  const { pipeline, policy, asOf, clock, log, progress } = request
  const lake = request.dryRun ? dryLake(request.lake) : request.lake
  const died = request.dryRun ? [] : await sweepLeftovers(lake)
  const runId = newRunId(started, asOf, await listRunIds(lake))
  const { published } = await readPublished(lake)
  const earlier = findBaseline(published, pipeline.name, asOf)
  const baseline = earlier && (await loadBaseline(lake, earlier))
  const { threads, memory_limit: memoryLimit } = pipeline.settings
  const engineOptions = {
    spool,
    ...(threads === undefined ? {} : { threads }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
  }
  const manifest = emptyManifest()
  manifest.parameters['pipeline'] = pipeline
  if (published && published.as_of > asOf) {
    manifest.notes.push(
      `The published run is as of ${published.as_of}; this night is of an earlier date.`,
    )
  }
  for (const id of died) {
    manifest.notes.push(`Run ${id} died before its end; its files were removed.`)
  }
  return {
    runId,
    asOf,
    pipeline,
    policy,
    baseline,
    lake,
    engine: await request.openEngine(engineOptions),
    spool,
    openEngine: ({ onlyFiles }) => request.openEngine({ ...engineOptions, onlyFiles }),
    verifyInputs: request.verifyInputs ?? false,
    clock,
    log: log.child({ run_id: runId }),
    progress,
    manifest,
  }
}
