import type { Engine } from '../../engine/engine.ts'
import { buildOnDemand, rowsOnDemand } from '../../models/build-on-demand.ts'
import type { Subject } from '../../requests/subjects.ts'

/** A row of `history.assignment`: who was whose PMP, by effective and by recorded date. */
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

/** The days that narrow a history; undefined = any day. */
export interface Times {
  /** The effective date. */
  readonly asOf?: string | undefined
  /** The recorded date. */
  readonly knownAt?: string | undefined
}

/** The relations of a run that a history reads. */
export const historyInputs = ['assignment.history', 'staging.panel'] as const

/**
 * Lists the assignments of a member or a provider's panel, by effective date. A facility has none:
 * its providers come from requests. The engine has `historyInputs` and no history yet.
 */
export const assignmentRows = async (
  engine: Engine,
  { type, id }: Subject,
  { asOf, knownAt }: Times,
): Promise<AssignmentRow[]> => {
  if (type === 'facility') return []
  const question = {
    ...{ subject_type: type, subject_id: id },
    ...{ effective_on: asOf ?? null, known_on: knownAt ?? null },
  }
  await buildOnDemand(engine, ['history.assignment'], { 'history.question': [question] })
  return rowsOnDemand<AssignmentRow>(engine, 'history.assignment')
}
