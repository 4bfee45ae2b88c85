import type { CaseRow } from './case.ts'

/** Rows that a case gets without asking, and may change column by column: policy `caresource`. */
export const defaults: Readonly<Record<string, CaseRow>> = {
  'run.parameter': {
    as_of: '2026-06-30',
    visit_window_start: '2024-06-30',
    gap_window_start: '2025-06-30',
    emergency_window_start: '2025-12-30',
    evidence_start: '2023-12-30',
    access_standard_miles: '30',
    max_distance_miles: '60',
    load_nights: '10',
    effective_on: 'as_of',
    change_effective_date: '2026-06-30',
    emergency_min_visits: '2',
    well_first_months: '15',
    well_first_visits: '6',
    well_second_months: '30',
    well_second_visits: '2',
    well_yearly_from_age: '3',
    well_child_max_age: '21',
    has_system_of_record: 'true',
    has_baseline: 'false',
    baseline_as_of: null,
  },
}
