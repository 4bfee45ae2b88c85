import type { Logger } from 'pino'
import type { PipelineConfig } from '../config/pipeline.ts'
import type { Policy } from '../config/policy.ts'
import type { Engine } from '../engine/engine.ts'
import type { Lake } from '../lake/lake.ts'
import type { ManifestDraft } from '../runs/manifest.ts'
import type { Progress } from '../base/progress.ts'

/** The time, so that tests can set it. */
export interface Clock {
  now(): Date
}

/** The published run that tonight is compared with. */
export interface Baseline {
  readonly runId: string
  readonly asOf: string
  /** Feeds that it was given. */
  readonly feeds: readonly string[]
  /** Accepted rows by feed. */
  readonly accepted: Readonly<Record<string, number>>
}

/** Everything that a stage may use. Effects come in here and nowhere else. */
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
  /** Take the checksum of every input, also of files that are known. */
  readonly verifyInputs?: boolean
  readonly clock: Clock
  readonly log: Logger
  readonly progress: Progress
  readonly manifest: ManifestDraft
}
