import { z } from 'zod'
import type { Lake, LakeLock } from '../lake/lake.ts'
import { EmpanelError, exitCode } from '../base/errors.ts'

const publication = z.object({
  run_id: z.string(),
  as_of: z.string(),
  pipeline: z.string(),
})

const publishedFile = publication.extend({
  /** The fence of the lock under which this was written, where a hold can outlive its process. */
  fence: z.int().optional(),
  /** Newest first; its first entry is the published run. */
  history: z.array(publication),
})

export type Publication = z.infer<typeof publication>
export type Published = z.infer<typeof publishedFile>

const PUBLISHED = 'published.json'

/** Reads published.json; `text` is its exact text, which a swap needs. */
export const readPublished = async (
  lake: Lake,
): Promise<{ published: Published | undefined; text: string | undefined }> => {
  const text = await lake.readText(PUBLISHED)
  return { text, published: text === undefined ? undefined : publishedFile.parse(JSON.parse(text)) }
}

/**
 * Makes `run` the one that consumers read, if `lock` still holds the lake. The lock is checked after
 * published.json was read, so that anything a later holder writes in between makes the swap fail.
 *
 * @throws LakeLost
 */
export const publishRun = async (lake: Lake, lock: LakeLock, run: Publication): Promise<void> => {
  const { published, text } = await readPublished(lake)
  if ((published?.fence ?? 0) > lock.fence || !(await lock.isHeld())) throw new LakeLost(lake.url)
  const history = [run, ...(published?.history ?? [])]
  if (await lake.swap(PUBLISHED, render({ ...run, ...fenceOf(lock), history }), text)) return
  throw new EmpanelError(
    `Run ${run.run_id} is complete but not published: published.json changed while it was being replaced.`,
    exitCode.failed,
    'Find out what else writes to this lake, then start again.',
  )
}

/**
 * Removes the other runs from the history in published.json.
 *
 * @returns false where another process changed published.json meanwhile
 */
export const keepInHistory = async (
  lake: Lake,
  isKept: (run: Publication) => boolean,
): Promise<boolean> => {
  const { published, text } = await readPublished(lake)
  if (!published || published.history.every(isKept)) return true
  const kept = { ...published, history: published.history.filter(isKept) }
  return lake.swap(PUBLISHED, render(kept), text)
}

/**
 * Writes this lock's fence into published.json where the previous holder never released the lake: if
 * that process resumes between its last check and its swap, the swap fails.
 */
export const raiseFence = async (lake: Lake, lock: LakeLock): Promise<void> => {
  if (!lock.tookOver) return
  const { published, text } = await readPublished(lake)
  if (!published || (published.fence ?? 0) >= lock.fence) return
  if (await lake.swap(PUBLISHED, render({ ...published, ...fenceOf(lock) }), text)) return
  await raiseFence(lake, lock)
}

/** Another run took the lake because this one did not renew its lease in time. */
export class LakeLost extends EmpanelError {
  override readonly name = 'LakeLost'
  constructor(lake: string) {
    super(
      `This run lost the lake ${lake}: it paused for so long that another run took over.`,
      exitCode.failed,
      'It published nothing. Check the other run.',
    )
  }
}

const fenceOf = ({ fence }: LakeLock): { fence?: number } => (fence > 0 ? { fence } : {})

const render = (published: Published): string => `${JSON.stringify(published, null, 2)}\n`
