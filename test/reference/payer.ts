import type { RequestRow } from './requests.ts'

/** The feeds as plain rows, all text, as they stand in the files; absent = empty string. */
export interface EnrollmentRow {
  member_id: string
  coverage_start: string
  coverage_end: string
  line_of_business: string
  plan_id: string
  birth_date: string
  gender: string
  state: string
  zip: string
  latitude: string
  longitude: string
  death_date: string
  pmp_required: string
  facility_id: string
  locked_provider_id: string
  locked_until: string
}

export interface FacilityRow {
  facility_id: string
  facility_name: string
  facility_type: string
  state: string
  zip: string
  latitude: string
  longitude: string
  required_credentials: string
}

export interface ClaimRow {
  claim_id: string
  line_number: string
  frequency_code: string
  original_claim_id: string
  claim_version: string
  claim_status: string
  member_id: string
  provider_id: string
  service_date: string
  paid_date: string
  procedure_code: string
  place_of_service: string
  allowed_amount: string
}

export interface SelectionRow {
  member_id: string
  provider_id: string
  selected_on: string
  effective_date: string
  end_date: string
}

export interface ProviderRow {
  provider_id: string
  provider_name: string
  specialty: string
  pmp: string
  practice_id: string
  practice_tin: string
  state: string
  latitude: string
  longitude: string
  lines_of_business: string
  license_states: string
  credentials: string
  facility_capacity: string
  panel_status: string
  panel_capacity: string
  min_age: string
  max_age: string
  gender_served: string
  service_zips: string
  service_radius_miles: string
  active_from: string
  active_to: string
}

export interface AssignmentRow {
  member_id: string
  provider_id: string
  effective_date: string
  basis: string
}

/** A coverage that was approved: who is away, and who covers, in their order. */
export interface CoverageRow {
  /** Empty where it was requested for one member, with any PMP. */
  absent: string
  scope: 'all' | 'facility' | 'member'
  /** The facility or member; empty for all. */
  scope_id: string
  covering: string[]
  from: string
  to: string
}

/** Who was whose PMP, as the night before knew it. */
export interface HistoryRow {
  member_id: string
  provider_id: string
  held_from: string
  held_to: string
}

export interface Payer {
  asOf: string
  enrollment: EnrollmentRow[]
  providers: ProviderRow[]
  /** By delivery: the rank of a file is its place. */
  claims: ClaimRow[][]
  selections: SelectionRow[]
  facilities: FacilityRow[]
  /** Approved, in the order of their approvals. */
  requests: RequestRow[]
  /** No two of the same provider and part of the scope. */
  coverage: CoverageRow[]
  /** Empty on the first night. */
  history: HistoryRow[]
  /** Undefined = the feed is absent. */
  systemOfRecord: AssignmentRow[] | undefined
}
