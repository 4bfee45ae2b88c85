import { codeVersion } from '../runs/code-version.ts'
import { EmpanelError, describeUnexpected } from '../base/errors.ts'
import type { Manifest, RunStatus } from '../runs/manifest.ts'
import type { Night } from './night.ts'

/** The manifest of a night that ends now; lists in a fixed order, so that two nights can be compared. */
export const finishManifest = (
  night: Night,
  status: RunStatus,
  started: Date,
  error?: unknown,
): Manifest => ({
  run_id: night.runId,
  status,
  as_of: night.asOf,
  pipeline: night.pipeline.name,
  policy: night.pipeline.policy,
  baseline_run_id: night.baseline?.runId ?? null,
  started_at: started.toISOString(),
  ended_at: night.clock.now().toISOString(),
  version: codeVersion(),
  error: error === undefined ? null : told(error),
  ...night.manifest,
  outputs: night.manifest.outputs.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
})

const told = (error: unknown): NonNullable<Manifest['error']> =>
  error instanceof EmpanelError
    ? { message: error.message, hint: error.hint ?? null }
    : { message: describeUnexpected(error), hint: null }
