import { z } from 'zod'
import type { Lake, LakeLock } from '../lake/lake.ts'
import { EmpanelError, exitCode } from '../base/errors.ts'

const publication = z.object({
  run_id: z.string(),
  as_of: z.string(),
  pipeline: z.string(),
})

const publishedFile = publication.extend({
  /** Of the hold on the lake under which this was written, where one can outlive its process. */
  fence: z.int().optional(),
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

/**
 * Makes `run` the one that consumers read, if `lock` still holds the lake: asked after what stands was
 * read, so that whatever a later holder does in between makes the swap fail.
 */
export const publishRun = async (lake: Lake, lock: LakeLock, run: Publication): Promise<void> => {
  const { published, text } = await readPublished(lake)
  if ((published?.fence ?? 0) > lock.fence || !(await lock.isHeld())) throw new LakeLost(lake.url)
  const history = [run, ...(published?.history ?? [])]
  if (await lake.swap(PUBLISHED, render({ ...run, ...fenceOf(lock), history }), text)) return
  throw new EmpanelError(
    `Run ${run.run_id} is complete, but published.json changed while it was to be swapped.`,
    exitCode.failed,
    'See who else writes to this lake, then start again.',
  )
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
 * After a holder that never let go: changes published.json, though not what it names, so that a
 * process that wakes up between its last look and its swap finds it another.
 */
export const raiseFence = async (lake: Lake, lock: LakeLock): Promise<void> => {
  if (!lock.tookOver) return
  const { published, text } = await readPublished(lake)
  if (!published || (published.fence ?? 0) >= lock.fence) return
  if (await lake.swap(PUBLISHED, render({ ...published, ...fenceOf(lock) }), text)) return
  await raiseFence(lake, lock)
}

/** Another took the lake, because nothing was heard of this run for too long. */
export class LakeLost extends EmpanelError {
  override readonly name = 'LakeLost'
  constructor(lake: string) {
    super(
      `This run lost the lake ${lake}: it stood still for so long that another took over.`,
      exitCode.failed,
      'Nothing of it was published; see what the other run did.',
    )
  }
}

const fenceOf = ({ fence }: LakeLock): { fence?: number } => (fence > 0 ? { fence } : {})

const render = (published: Published): string => `${JSON.stringify(published, null, 2)}\n`
