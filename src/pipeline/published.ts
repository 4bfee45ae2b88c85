import { z } from 'zod'
import type { Lake } from '../lake/lake.ts'
import { acceptedRows } from './manifest.ts'
import type { Baseline } from './night.ts'
import { runKey } from './output.ts'

const publication = z.object({
  run_id: z.string(),
  as_of: z.string(),
  pipeline: z.string(),
})

const publishedFile = publication.extend({
  /** Newest first; the run that stands is its first entry. */
  history: z.array(publication),
})

export type Publication = z.infer<typeof publication>
export type Published = z.infer<typeof publishedFile>

const PUBLISHED = 'published.json'

/** What consumers read now, and the file's exact text for the swap. */
export const readPublished = async (
  lake: Lake,
): Promise<{ published: Published | undefined; text: string | undefined }> => {
  const text = await lake.readText(PUBLISHED)
  return { text, published: text === undefined ? undefined : publishedFile.parse(JSON.parse(text)) }
}

/** Makes `run` the one that consumers read; false when somebody else published in between. */
export const publishRun = async (lake: Lake, run: Publication): Promise<boolean> => {
  const { published, text } = await readPublished(lake)
  const history = [run, ...(published?.history ?? [])]
  return lake.swap(PUBLISHED, `${JSON.stringify({ ...run, history }, null, 2)}\n`, text)
}

/** Forgets published runs that no longer are there; false when somebody else published in between. */
export const keepInHistory = async (
  lake: Lake,
  isKept: (run: Publication) => boolean,
): Promise<boolean> => {
  const { published, text } = await readPublished(lake)
  if (!published || published.history.every(isKept)) return true
  const kept = { ...published, history: published.history.filter(isKept) }
  return lake.swap(PUBLISHED, `${JSON.stringify(kept, null, 2)}\n`, text)
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
