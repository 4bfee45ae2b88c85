import type { Engine } from '../../engine/engine.ts'
import { ConfigError } from '../../base/errors.ts'

export interface MemberRow {
  readonly member_id: string
  readonly status: string
  readonly line_of_business: string
  readonly plan_id: string | null
  readonly coverage_start: string
  readonly coverage_end: string
  readonly age: number
  readonly gender: string
  readonly state: string | null
  readonly zip: string | null
  readonly place_source: string | null
  readonly death_date: string | null
}

export interface CandidateRow {
  readonly step: string
  readonly step_rank: number
  readonly candidate_rank: number
  readonly provider_id: string | null
  readonly held: boolean
  readonly reason: string
  readonly found: string | null
  readonly limit_value: string | null
  readonly distance_miles?: number | null
  readonly visits?: number | null
  readonly last_visit_date?: string | null
}

/** The cost of a PMP in the geographic step, by part, in miles. */
export interface CostRow {
  readonly choice: 'given' | 'nearest'
  readonly provider_id: string
  readonly distance_miles: number
  readonly access_standard_miles: number
  readonly beyond_standard_miles: number
  readonly household_miles: number
  readonly relationship_miles: number
  readonly language_miles: number
  readonly quality_tier_miles: number
  readonly cost_miles: number
}

export interface MemberFacts {
  readonly member: MemberRow | undefined
  readonly assigned:
    | {
        readonly provider_id: string | null
        readonly basis: string
        readonly reason: string
        readonly effective_date: string | null
        readonly distance_miles: number | null
      }
    | undefined
  readonly attributed:
    | {
        readonly provider_id: string | null
        readonly attribution_type: string | null
        readonly attribution_label: string | null
        readonly visits: number | null
        readonly last_visit_date: string | null
        readonly runner_up_provider_id: string | null
        readonly runner_up_visits: number | null
      }
    | undefined
  readonly notEvaluated:
    | { readonly provider_id: string | null; readonly attributed_provider_id: string | null }
    | undefined
  readonly assignmentCandidates: readonly CandidateRow[]
  readonly attributionCandidates: readonly CandidateRow[]
  readonly nearest: readonly {
    readonly provider_id: string
    readonly distance_miles: number
    readonly stopped_by: string
    readonly found: string | null
    readonly limit_value: string | null
  }[]
  /** Costs of the PMP assigned by distance and of the nearest; empty if the policy counts only miles. */
  readonly costs: readonly CostRow[]
  readonly differences: readonly {
    readonly kind: string
    readonly change_type: string
    readonly from_provider_id: string | null
    readonly to_provider_id: string | null
    readonly reason: string | null
    readonly first_seen: string | null
  }[]
  readonly visits: readonly {
    readonly provider_id: string
    readonly service_date: string
    readonly allowed_amount: number
    /** The provider who covered for the PMP that day. */
    readonly rendered_by: string | null
  }[]
  /** Whether there was an earlier run to compare with. */
  readonly hasBaseline: boolean
  /** `provider_id` → the provider's and the practice's name. */
  readonly names: ReadonlyMap<string, string>
}

/** Reads everything that a run has about one member. Throws a `ConfigError` if it has nothing. */
export const memberFacts = async (engine: Engine, memberId: string): Promise<MemberFacts> => {
  const about = <R>(relation: string, order: string): Promise<R[]> =>
    engine.all<R>(`select * from ${relation} where member_id = $1 order by ${order}`, [memberId])
  const [member] = await about<MemberRow>('staging.member', 'member_id')
  const [notEvaluated] = await about<NonNullable<MemberFacts['notEvaluated']>>(
    'assignment.not_evaluated',
    'member_id',
  )
  const differences = await about<MemberFacts['differences'][number]>(
    'reconciliation.difference',
    'kind',
  )
  if (!member && !notEvaluated && differences.length === 0) {
    throw new ConfigError(
      'Expected a member of the run, found none with this id.',
      'Ids are compared exactly, including capitals and leading zeros. Rejected rows are in quarantine/enrollment.csv.',
    )
  }
  const [assigned] = await about<NonNullable<MemberFacts['assigned']>>(
    'assignment.assigned_provider',
    'member_id',
  )
  const [attributed] = await about<NonNullable<MemberFacts['attributed']>>(
    'attribution.attributed_provider',
    'member_id',
  )
  const panels = await engine.all<{ provider_id: string; name: string }>(
    `select provider_id, provider_name || coalesce(', ' || practice_name, '') as name from staging.panel`,
  )
  const parameter = await engine.first<{ has_baseline: boolean }>(
    'select has_baseline from run.parameter',
  )
  return {
    member,
    assigned,
    attributed,
    notEvaluated,
    assignmentCandidates: await about('assignment.candidate', 'step_rank, candidate_rank'),
    attributionCandidates: await about('attribution.candidate', 'step_rank, candidate_rank'),
    nearest: await about('assignment.nearest', 'nearest_rank'),
    costs: await about('assignment.geographic_cost', 'choice'),
    differences,
    visits: await about('evidence.visit', 'service_date, provider_id'),
    hasBaseline: parameter?.has_baseline ?? false,
    names: new Map(panels.map((panel) => [panel.provider_id, panel.name])),
  }
}
