import type { Clock } from '../../base/clock.ts'
import { sha256OfFile } from '../../base/checksum.ts'
import { undefinedIfMissing } from '../../base/error-code.ts'
import { ConfigError, EmpanelError, exitCode } from '../../base/errors.ts'
import type { Lake } from '../../lake/lake.ts'
import { appendAll } from '../../requests/chain.ts'
import { parseRequest } from '../../requests/parse.ts'
import { holdLake } from '../../runs/hold-lake.ts'
import type { Manifest } from '../../runs/manifest.ts'
import { publishRun, raiseFence, readPublished } from '../../runs/published.ts'
import { listRunIds, readManifest } from '../../runs/read-run.ts'
import { requireText } from '../arguments.ts'
import type { Effects } from '../effects.ts'
import { runKey } from '../../runs/run-id.ts'

interface ReleaseOptions {
  readonly lake: string
  readonly by: string
  readonly reason: string
}

/** A run that was held, and is published now. */
export interface Released {
  readonly run_id: string
  readonly by: string
}

/**
 * `empanel release`: publishes a held run by a person's decision, which is kept as a request object.
 * Refuses a run that is not the newest of its date, or whose files are not as its manifest has them.
 */
export const release = async (
  runId: string,
  options: ReleaseOptions,
  { openLake, clock }: Effects,
): Promise<Released> => {
  const by = requireText('--by', options.by, 'Give the name of the person who decides.')
  const reason = requireText('--reason', options.reason, 'Give why the run may be published.')
  const lake = await openLake(options.lake)
  await holdLake(lake, async (lock) => {
    await raiseFence(lake, lock)
    const held = await heldRun(lake, runId)
    await refuseIfPublished(lake, held)
    await refuseUnlessNewest(lake, held)
    await refuseUnlessIntact(lake, held)
    await appendRelease(lake, { run_id: runId, requested_by: by, reason }, clock)
    const { as_of, pipeline } = held
    await publishRun(lake, lock, { run_id: runId, as_of, pipeline })
  })
  return { run_id: runId, by }
}

/** Each attempt is a request of its own, also the one after a swap that did not happen. */
const appendRelease = async (
  lake: Lake,
  release: { readonly run_id: string; readonly requested_by: string; readonly reason: string },
  clock: Clock,
): Promise<void> => {
  const at = clock.now().toISOString()
  const parsed = parseRequest({
    kind: 'release',
    request_id: `release-${release.run_id}-${at.replaceAll(/[-:.]/g, '')}`,
    requested_at: at,
    ...release,
  })
  if ('problems' in parsed) throw new ConfigError(parsed.problems.join('\n'))
  await appendAll(lake, [parsed.request], (_, remaining) => remaining)
}

const refuseIfPublished = async (lake: Lake, held: Manifest): Promise<void> => {
  const { published } = await readPublished(lake)
  if (!published?.history.some(({ run_id: id }) => id === held.run_id)) return
  throw new ConfigError(
    `Run ${held.run_id} was released already.`,
    published.run_id === held.run_id
      ? 'It is the published run.'
      : `A later run has been published since: ${published.run_id}.`,
  )
}

const heldRun = async (lake: Lake, runId: string): Promise<Manifest> => {
  const manifest = await readManifest(lake, runId)
  if (manifest?.status === 'held') return manifest
  throw new ConfigError(
    `Expected a held run ${runId} in ${lake.url}, found ${manifest ? `one that is ${manifest.status}` : 'none'}.`,
    '`empanel runs` lists the runs.',
  )
}

const refuseUnlessNewest = async (lake: Lake, held: Manifest): Promise<void> => {
  for (const id of await listRunIds(lake)) {
    if (id <= held.run_id) continue
    const other = await readManifest(lake, id)
    if (other?.as_of !== held.as_of || other.pipeline !== held.pipeline) continue
    if (other.status !== 'complete' && other.status !== 'held') continue
    throw new ConfigError(
      `Run ${held.run_id} is not the newest of ${held.as_of}: ${id} is.`,
      'Check the newer run instead.',
    )
  }
}

const refuseUnlessIntact = async (lake: Lake, held: Manifest): Promise<void> => {
  for (const { name, sha256 } of held.outputs) {
    const found = await lake
      .localPath(runKey(held.run_id, name))
      .then(sha256OfFile)
      .catch(undefinedIfMissing)
    if (found === sha256) continue
    throw new EmpanelError(
      `${name} of run ${held.run_id} is ${found === undefined ? 'missing' : 'not as the run wrote it'}.`,
      exitCode.failed,
      'Run the night again; a run whose files were changed is never published.',
    )
  }
}
