import type { Lake } from '../lake/lake.ts'
import { ConfigError } from '../base/errors.ts'
import { type Publication, readPublished } from '../runs/published.ts'
import { readManifest } from '../runs/read-run.ts'
import type { Manifest } from '../runs/manifest.ts'

/** The two runs that a month is closed from. */
export interface ClosingRuns {
  /** What is known now: the newest published run. */
  readonly known: Publication
  /** What the month's list said: the published run of the fixed day, else the first one after it. */
  readonly ofMonth: Publication
}

/** All published runs of a pipeline by as-of date, one a date: of several the one published last. */
export const publishedRuns = async (lake: Lake, pipeline: string): Promise<Publication[]> => {
  const { published } = await readPublished(lake)
  const byDate = new Map<string, Publication>()
  // Newest publication first, so that what is met first on a date is what stands for it.
  for (const run of published?.history ?? []) {
    if (run.pipeline === pipeline && !byDate.has(run.as_of)) byDate.set(run.as_of, run)
  }
  return [...byDate.values()].toSorted((a, b) => (a.as_of < b.as_of ? -1 : 1))
}

/** The runs for a fixed day, or undefined where no published run has reached it. */
export const pickRuns = (
  runs: readonly Publication[],
  fixedDay: string,
): ClosingRuns | undefined => {
  const ofMonth = runs.find(({ as_of: asOf }) => asOf >= fixedDay)
  const known = runs.at(-1)
  return ofMonth && known ? { ofMonth, known } : undefined
}

/** The manifest of a run that a close builds on. */
export const manifestOf = async (lake: Lake, runId: string): Promise<Manifest> => {
  const manifest = await readManifest(lake, runId)
  if (manifest) return manifest
  throw new ConfigError(
    `Run ${runId} is published, and not in ${lake.url}.`,
    'Closes and their adjustments are taken from it: restore it from a copy.',
  )
}
