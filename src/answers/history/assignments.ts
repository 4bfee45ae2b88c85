import { type Engine, literal } from '../../engine/engine.ts'
import type { Subject } from './touches.ts'

/** A row of assignment.history: who was whose PMP, from when to when, and when we said so. */
export interface AssignmentRow {
  readonly member_id: string
  readonly provider_id: string
  readonly provider_name: string | null
  readonly basis: string
  readonly reason: string | null
  readonly request_id: string | null
  readonly held_from: string
  readonly held_to: string
  readonly ended_reason: string | null
  readonly known_from: string
  readonly known_to: string
}

/** To which days the answer is narrowed: when it held, and when it was known. */
export interface Times {
  readonly asOf?: string | undefined
  readonly knownAt?: string | undefined
}

/** The files of a run that a history is read from. */
export interface HistoryFiles {
  readonly history: string
  readonly panel: string
}

/**
 * The rows of a member or a provider, in the order in which they held and were known. A facility has
 * none: who takes it stands in the requests.
 */
export const assignmentRows = async (
  engine: Engine,
  files: HistoryFiles,
  { type, id }: Subject,
  { asOf, knownAt }: Times,
): Promise<AssignmentRow[]> => {
  if (type === 'facility') return []
  return engine.all<AssignmentRow>(
    `select history.member_id, history.provider_id, panel.provider_name, history.basis,
       history.reason, history.request_id, history.held_from, history.held_to,
       history.ended_reason, history.known_from, history.known_to
     from read_parquet(${literal(files.history)}) as history
     left join read_parquet(${literal(files.panel)}) as panel
     on history.provider_id = panel.provider_id
     where history.${type}_id = $1
     and ($2 is null or (history.held_from <= cast($2 as date) and history.held_to >= cast($2 as date)))
     and ($3 is null or (history.known_from <= cast($3 as date) and history.known_to >= cast($3 as date)))
     order by history.held_from, history.member_id, history.known_from`,
    [id, asOf ?? null, knownAt ?? null],
  )
}
