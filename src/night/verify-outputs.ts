import { EmpanelError, exitCode } from '../base/errors.ts'
import type { Night } from './night.ts'
import { runKey } from '../runs/run-id.ts'

/** Throws unless the lake holds this run's files exactly as they were written; before the manifest exists. */
export const verifyOutputs = async ({ lake, runId, manifest, log }: Night): Promise<void> => {
  const written = manifest.outputs.map(({ name, bytes, sha256 }) => ({
    key: runKey(runId, name),
    bytes,
    sha256,
  }))
  const faults = await lake.verify(runKey(runId), written)
  if (faults.length > 0) {
    const more = faults.length > 3 ? `; and ${faults.length - 3} more` : ''
    throw new EmpanelError(
      `Expected the lake to hold ${written.length} files of run ${runId} as they were written, found: ${faults.slice(0, 3).join('; ')}${more}.`,
      exitCode.failed,
      'Check what else writes to this lake and that its storage is healthy, then start again.',
    )
  }
  log.info({ files: written.length }, 'the files are verified')
}
