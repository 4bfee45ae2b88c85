import { z } from 'zod'
import type { Lake } from '../lake/lake.ts'
import { acceptedRows } from './manifest.ts'
import { runKey } from './output.ts'
import type { Publication, Published } from './published.ts'

/** The published run that tonight is compared with. */
export interface Baseline {
  readonly runId: string
  readonly asOf: string
  /** Feeds that it was given. */
  readonly feeds: readonly string[]
  /** Accepted rows by feed. */
  readonly accepted: Readonly<Record<string, number>>
}

/**
 * The newest published run of the same pipeline whose as-of date lies before tonight's, so that
 * running a date again compares with the same run and gives the same bytes.
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

/** By as-of date, then by run id: of two runs of one date the later replaced the earlier. */
const isNewer = (a: Publication, b: Publication): boolean =>
  a.as_of === b.as_of ? a.run_id > b.run_id : a.as_of > b.as_of

/** What later nights need to know of a published run, from its manifest. */
export const loadBaseline = async (lake: Lake, run: Publication): Promise<Baseline> => {
  const text = await lake.readText(runKey(run.run_id, 'manifest.json'))
  if (text === undefined) throw new Error(`published run ${run.run_id} has no manifest`)
  const manifest = baselineManifest.parse(JSON.parse(text))
  const accepted = acceptedRows(manifest.inputs)
  return { runId: run.run_id, asOf: run.as_of, feeds: Object.keys(accepted), accepted }
}

const baselineManifest = z.object({
  inputs: z.array(
    z.object({ feed: z.string(), rows: z.object({ accepted: z.number() }).optional() }),
  ),
})
