import type { codeVersion } from './code-version.ts'

/** A delivered file and the outcome of its rows. `uri` is relative to the lake. */
export interface InputFile {
  readonly feed: string
  readonly uri: string
  readonly bytes: number
  /** null = not read. */
  readonly sha256: string | null
  /** `superseded` = not read: an earlier snapshot, or replaced by a redelivery. */
  readonly use: 'read' | 'superseded'
  rows?: OutcomeCounts
  /** Not read tonight, because the cache has the result of an earlier night for the same bytes. */
  cached?: true
}

/** A file's rows by outcome; read = accepted + rejected + filtered + superseded. */
export interface OutcomeCounts {
  readonly read: number
  readonly accepted: number
  readonly rejected: number
  readonly filtered: number
  readonly superseded: number
}

/** Sums the accepted rows of each feed. A feed without a file that was read has no entry. */
export const acceptedRows = (
  inputs: readonly {
    readonly feed: string
    readonly rows?: Pick<OutcomeCounts, 'accepted'> | undefined
  }[],
): Record<string, number> => {
  const accepted: Record<string, number> = {}
  for (const { feed, rows } of inputs) {
    if (rows) accepted[feed] = (accepted[feed] ?? 0) + rows.accepted
  }
  return accepted
}

/** A file that the run wrote; `name` is its path below `runs/<run_id>/`. */
export interface OutputFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export interface GuardRail {
  readonly name: string
  /** The measured share or number; null = not measured. */
  readonly value: number | null
  readonly limit: number
  readonly crossed: boolean
  readonly detail: string
}

export type RunStatus = 'complete' | 'held' | 'refused' | 'failed'

/** The elapsed time of a stage, and its processor time over all threads. */
interface StageCost {
  readonly stage: string
  readonly seconds: number
  readonly cpu_seconds: number
}

/** The content of a manifest that the stages fill in while the run goes on. */
export interface ManifestDraft {
  readonly inputs: InputFile[]
  readonly outputs: OutputFile[]
  /** The feeds without a file tonight. */
  readonly absentFeeds: string[]
  /** Remarks for the operator, without member data; each occurs once. */
  readonly notes: string[]
  readonly rowCounts: Record<string, number>
  readonly audits: { readonly relation: string; readonly audit: string; readonly bad: number }[]
  readonly controlTotals: Record<string, number>
  readonly guardRails: GuardRail[]
  readonly stages: StageCost[]
  /** The settings that decide the result, by name. */
  readonly parameters: Record<string, unknown>
  /** The end of the chain of requests when the run read it; `empanel verify` compares it. */
  requests_head?: { readonly seq: number; readonly hash: string }
  /** How many practice lists were rendered and copied, and a digest of each list's content by its name. */
  lists?: {
    readonly rendered: number
    readonly copied: number
    readonly contents: Readonly<Record<string, string>>
  }
  /** What the geographic step proved about its assignments. */
  certificate?: Record<string, unknown>
}

/** The content of a run's manifest.json. */
export interface Manifest extends ManifestDraft {
  readonly run_id: string
  readonly status: RunStatus
  readonly as_of: string
  readonly pipeline: string
  readonly policy: string
  readonly baseline_run_id: string | null
  readonly started_at: string
  readonly ended_at: string
  readonly version: ReturnType<typeof codeVersion>
  readonly error: { readonly message: string; readonly hint: string | null } | null
}

export const emptyManifest = (): ManifestDraft => ({
  inputs: [],
  outputs: [],
  absentFeeds: [],
  notes: [],
  rowCounts: {},
  audits: [],
  controlTotals: {},
  guardRails: [],
  stages: [],
  parameters: {},
})
