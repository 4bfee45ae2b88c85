import { ConfigError, EmpanelError, type ExitCode, exitCode } from '../../base/errors.ts'
import type { Lake } from '../../lake/lake.ts'
import { runKey } from '../../runs/output.ts'
import { publishRun, raiseFence, readPublished } from '../../runs/published.ts'
import { LakeLocked } from '../../night/run.ts'
import { listRunIds, readManifest } from '../../runs/read-run.ts'
import { appendAll } from '../../requests/chain.ts'
import { parseRequest } from '../../requests/parse.ts'
import { openLake, systemClock } from '../context.ts'
import type { Manifest } from '../../runs/manifest.ts'
import { sha256OfFile } from '../../base/checksum.ts'
import { undefinedIfMissing } from '../../base/error-code.ts'

interface ReleaseOptions {
  readonly lake: string
  readonly by: string
  readonly reason: string
}

/**
 * `empanel release`: publishes a held run on a person's word, which is kept as a request object.
 * Refused unless the run is the newest of its date and its files are those of its manifest.
 */
export const release = async (runId: string, options: ReleaseOptions): Promise<ExitCode> => {
  for (const [name, text] of [
    ['--by', options.by],
    ['--reason', options.reason],
  ] as const) {
    if (text.trim() === '')
      throw new ConfigError(`Expected ${name} to say something, found nothing.`)
  }
  const lake = await openLake(options.lake)
  const lock = await lake.lock()
  if (!lock) throw new LakeLocked(lake.url)
  try {
    await raiseFence(lake, lock)
    const manifest = await heldRun(lake, runId)
    await refuseIfPublished(lake, manifest)
    await refuseUnlessNewest(lake, manifest)
    await refuseUnlessIntact(lake, manifest)
    await keepRequest(lake, runId, options)
    const { as_of, pipeline } = manifest
    await publishRun(lake, lock, { run_id: runId, as_of, pipeline })
  } finally {
    await lock.release()
  }
  process.stdout.write(`Published ${runId}, released by ${options.by}.\n`)
  return exitCode.published
}

/** A request of its own for each time that somebody asks, also after a swap that did not happen. */
const keepRequest = async (
  lake: Lake,
  runId: string,
  { by, reason }: ReleaseOptions,
): Promise<void> => {
  const at = systemClock.now().toISOString()
  const parsed = parseRequest({
    kind: 'release',
    request_id: `release-${runId}-${at.replaceAll(/[-:.]/g, '')}`,
    run_id: runId,
    requested_by: by.trim(),
    requested_at: at,
    reason: reason.trim(),
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
      ? 'It is what consumers read now.'
      : `A later one was published since: ${published.run_id}.`,
  )
}

const heldRun = async (lake: Lake, runId: string): Promise<Manifest> => {
  const manifest = await readManifest(lake, runId)
  if (manifest?.status === 'held') return manifest
  throw new ConfigError(
    `Expected a held run ${runId} in ${lake.url}, found ${manifest ? `one that is ${manifest.status}` : 'none'}.`,
    '`empanel runs` lists them.',
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
      'Look at the newer one instead.',
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
      `${name} of run ${held.run_id} is ${found === undefined ? 'gone' : 'not what the run wrote'}.`,
      exitCode.failed,
      'Run the night again; a run that was touched is never published.',
    )
  }
}
