import type { Logger } from 'pino'
import type { Clock } from '../base/clock.ts'
import type { Progress } from '../base/progress.ts'
import type { PipelineConfig } from '../config/pipeline.ts'
import type { Policy } from '../config/policy.ts'
import type { Engine, EngineOptions } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import type { Stage } from './stage.ts'

/** What a night is run on and with. */
export interface RunRequest {
  readonly lake: Lake
  readonly pipeline: PipelineConfig
  readonly policy: Policy
  /** ISO date. */
  readonly asOf: string
  /** Compute everything, write nothing. */
  readonly dryRun: boolean
  /** Re-hash every input, including cached ones. */
  readonly verifyInputs?: boolean
  readonly stages: readonly Stage<string, string>[]
  readonly openEngine: (options: EngineOptions) => Promise<Engine>
  readonly clock: Clock
  readonly log: Logger
  readonly progress: Progress
}
