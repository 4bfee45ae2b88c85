import type { Logger } from 'pino'
import type { PipelineConfig } from '../config/pipeline.ts'
import type { Policy } from '../config/policy.ts'
import type { Engine } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import type { ManifestDraft } from '../runs/manifest.ts'
import type { Progress } from '../base/progress.ts'
import type { Clock } from '../base/clock.ts'
import type { Baseline } from '../runs/baseline.ts'

/** Everything that a stage may use. A stage has no other effects. */
export interface Night {
  readonly runId: string
  /** ISO date. */
  readonly asOf: string
  readonly pipeline: PipelineConfig
  readonly policy: Policy
  readonly baseline: Baseline | undefined
  readonly lake: Lake
  readonly engine: Engine
  /** A private folder on this machine, removed when the run ends. */
  readonly spool: string
  /** Opens a further engine, for instance one that is locked to a few files. */
  readonly openEngine: (options: { onlyFiles: readonly string[] }) => Promise<Engine>
  /** Re-hash every input, including cached ones. */
  readonly verifyInputs?: boolean
  readonly clock: Clock
  readonly log: Logger
  readonly progress: Progress
  readonly manifest: ManifestDraft
}
