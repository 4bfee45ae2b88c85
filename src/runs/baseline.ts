import { z } from 'zod'
import { EmpanelError, exitCode } from '../base/errors.ts'
import type { Lake } from '../lake/lake.ts'
import { acceptedRows } from './manifest.ts'
import type { Publication, Published } from './published.ts'
import { readManifest } from './read-run.ts'

/** The published run that tonight's run is compared with. */
export interface Baseline {
  readonly runId: string
  readonly asOf: string
  /** The feeds that had a file. */
  readonly feeds: readonly string[]
  /** Accepted rows by feed. */
  readonly accepted: Readonly<Record<string, number>>
}

/**
 * Finds the newest published run of the same pipeline with an as-of date before tonight's, so that a
 * date that is run again compares with the same run and writes the same bytes.
 */
export const findBaseline = (
  published: Published | undefined,
  pipeline: string,
  asOf: string,
): Publication | undefined =>
  published?.history
    .filter((run) => run.pipeline === pipeline && run.as_of < asOf)
    .reduce<Publication | undefined>(
      (best, run) => (best && isNewer(best, run) ? best : run),
      undefined,
    )

/** Compares as-of dates, then run ids: the later of two runs for one date replaced the earlier. */
const isNewer = (a: Publication, b: Publication): boolean =>
  a.as_of === b.as_of ? a.run_id > b.run_id : a.as_of > b.as_of

/** What later nights read of a published run's manifest. */
const baselineManifest = z.object({
  inputs: z.array(
    z.object({ feed: z.string(), rows: z.object({ accepted: z.number() }).optional() }),
  ),
})

/** Reads a published run's manifest for the facts that later nights compare with. */
export const loadBaseline = async (lake: Lake, run: Publication): Promise<Baseline> => {
  const parsed = baselineManifest.safeParse(await readManifest(lake, run.run_id))
  if (!parsed.success) {
    throw new EmpanelError(
      `Expected the manifest of published run ${run.run_id} with its inputs, found none or a damaged one.`,
      exitCode.failed,
      'Restore its manifest.json from a backup.',
    )
  }
  const accepted = acceptedRows(parsed.data.inputs)
  return { runId: run.run_id, asOf: run.as_of, feeds: Object.keys(accepted), accepted }
}
