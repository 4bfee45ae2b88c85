import { EmpanelError, describeUnexpected } from '../base/errors.ts'
import { codeVersion } from '../runs/code-version.ts'
import type { Manifest, RunStatus } from '../runs/manifest.ts'
import type { Night } from './night.ts'

interface Ending {
  readonly status: RunStatus
  readonly started: Date
  readonly error?: unknown
}

/** Returns the manifest of a night that ends now; its lists are in a fixed order, so that nights compare. */
export const finishManifest = (night: Night, { status, started, error }: Ending): Manifest => ({
  run_id: night.runId,
  status,
  as_of: night.asOf,
  pipeline: night.pipeline.name,
  policy: night.pipeline.policy,
  baseline_run_id: night.baseline?.runId ?? null,
  started_at: started.toISOString(),
  ended_at: night.clock.now().toISOString(),
  version: codeVersion(),
  error: error === undefined ? null : describe(error),
  ...night.manifest,
  outputs: night.manifest.outputs.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
})

const describe = (error: unknown): NonNullable<Manifest['error']> =>
  error instanceof EmpanelError
    ? { message: error.message, hint: error.hint ?? null }
    : { message: describeUnexpected(error), hint: null }
