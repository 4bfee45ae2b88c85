import type { codeVersion } from './code-version.ts'

/** A file that the night looked at, and what became of its rows. `uri` is relative to the lake. */
export interface InputFile {
  readonly feed: string
  readonly uri: string
  readonly bytes: number
  /** null = unread. */
  readonly sha256: string | null
  /** `read`, or why not: an earlier snapshot, or replaced by a redelivery. */
  readonly use: 'read' | 'superseded'
  rows?: FateCounts
  /** Not read tonight: what an earlier night found in the same bytes was still in the cache. */
  cached?: true
}

/** The fates of a file's rows; read = accepted + rejected + filtered + superseded. */
export interface FateCounts {
  readonly read: number
  readonly accepted: number
  readonly rejected: number
  readonly filtered: number
  readonly superseded: number
}

/** Accepted rows by feed; a feed of which no file was read has no entry. */
export const acceptedRows = (
  inputs: readonly {
    readonly feed: string
    readonly rows?: Pick<FateCounts, 'accepted'> | undefined
  }[],
): Record<string, number> => {
  const accepted: Record<string, number> = {}
  for (const { feed, rows } of inputs) {
    if (rows) accepted[feed] = (accepted[feed] ?? 0) + rows.accepted
  }
  return accepted
}

/** A file that the run wrote, `name` below `runs/<run_id>/`. */
export interface OutputFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export interface GuardRail {
  readonly name: string
  /** The share or number found; null = not measured. */
  readonly value: number | null
  readonly limit: number
  readonly crossed: boolean
  readonly detail: string
}

export type RunStatus = 'complete' | 'held' | 'refused' | 'failed'

/** What a stage took: by the wall clock, and of all processors together. */
interface StageCost {
  readonly stage: string
  readonly seconds: number
  readonly cpu_seconds: number
}

/** What a run tells of itself, filled by the stages and written when the run ends. */
export interface ManifestDraft {
  readonly inputs: InputFile[]
  readonly outputs: OutputFile[]
  /** Feeds without any file tonight. */
  readonly absentFeeds: string[]
  /** Things a person should know, without member data; said once each. */
  readonly notes: string[]
  readonly rowCounts: Record<string, number>
  readonly audits: { readonly relation: string; readonly audit: string; readonly bad: number }[]
  readonly controlTotals: Record<string, number>
  readonly guardRails: GuardRail[]
  readonly stages: StageCost[]
  /** Settings that decide the result, by name. */
  readonly parameters: Record<string, unknown>
  /** Where the chain of requests ended when the run read it; `empanel verify` compares. */
  requests_head?: { readonly seq: number; readonly hash: string }
  /** How many practices' lists were rendered and copied, and what each says, by its name, to tell. */
  lists?: {
    readonly rendered: number
    readonly copied: number
    readonly contents: Readonly<Record<string, string>>
  }
  /** What the geographic step proved about its answer. */
  certificate?: Record<string, unknown>
}

/** What stands in a run's manifest.json. */
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
