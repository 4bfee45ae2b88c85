import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import { type Publication, readPublished } from '../runs/published.ts'
import { readManifest } from '../runs/read-run.ts'
import type { Manifest } from '../runs/manifest.ts'

/** The two runs that a month is closed from. */
export interface ClosingRuns {
  /** The newest published run, for what is known now. */
  readonly known: Publication
  /** The run whose lists count for the month: that of the fixed day, else the first after it. */
  readonly ofMonth: Publication
}

/** Lists the published runs of a pipeline by as-of date; of several, the one published last. */
export const publishedRuns = async (lake: Lake, pipeline: string): Promise<Publication[]> => {
  const { published } = await readPublished(lake)
  const byDate = new Map<string, Publication>()
  // The history is newest first, so the first run of a date is the one published last.
  for (const run of published?.history ?? []) {
    if (run.pipeline === pipeline && !byDate.has(run.as_of)) byDate.set(run.as_of, run)
  }
  return [...byDate.values()].toSorted((a, b) => (a.as_of < b.as_of ? -1 : 1))
}

/** Picks the runs for a fixed day; undefined if no published run is as of that day or later. */
export const pickRuns = (
  runs: readonly Publication[],
  fixedDay: string,
): ClosingRuns | undefined => {
  const ofMonth = runs.find(({ as_of: asOf }) => asOf >= fixedDay)
  const known = runs.at(-1)
  return ofMonth && known ? { ofMonth, known } : undefined
}

/** Reads the manifest of a run that a close reads. @throws ConfigError where it is missing. */
export const manifestOf = async (lake: Lake, runId: string): Promise<Manifest> => {
  const manifest = await readManifest(lake, runId)
  if (manifest) return manifest
  throw new ConfigError(
    `Expected published run ${runId} in ${lake.url}, found nothing.`,
    'Closes and adjustments are computed from it. Restore it from a copy.',
  )
}
