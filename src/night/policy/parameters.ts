import type { Policy } from '../../config/policy.ts'
import type { Value } from '../../engine/engine.ts'
import { addDays, dayBefore, earlier } from '../../base/days.ts'
import { firstOfNextMonth, monthsBefore } from '../../base/months.ts'

/**
 * The one row of run.parameter: the policy's single settings, and every date that models compare
 * with. A window excludes its start: the two years before 2026-06-30 are (2024-06-30, 2026-06-30].
 */
export const parameterRow = (
  policy: Policy,
  asOf: string,
  baselineAsOf: string | undefined,
): Readonly<Record<string, Value>> => {
  const { assignment, attribution, gaps, capacity, alerts, notices, state_report: state } = policy
  const terms = assignment.cost_terms
  const longestMonths = Math.max(
    attribution.visit_window_months,
    gaps.visit_months,
    gaps.emergency.months,
    gaps.well_visit.first_months,
    gaps.well_visit.second_months,
  )
  const renderedAfter = addDays(asOf, -7 * capacity.weeks_back)
  return {
    as_of: asOf,
    day_before: dayBefore(asOf),
    visit_window_start: monthsBefore(asOf, attribution.visit_window_months),
    coverage_counts_for_absent: attribution.coverage_counts_for_absent,
    gap_window_start: monthsBefore(asOf, gaps.visit_months),
    emergency_window_start: monthsBefore(asOf, gaps.emergency.months),
    evidence_start: earlier(monthsBefore(asOf, longestMonths), renderedAfter),
    access_standard_miles: assignment.access_standard_miles,
    max_distance_miles: assignment.max_distance_miles,
    beyond_standard_miles: terms.beyond_standard_miles,
    household_miles: terms.household_miles,
    relationship_miles: terms.relationship_miles,
    language_miles: terms.language_miles,
    quality_tier_miles: terms.quality_tier_miles,
    usual_language: terms.usual_language,
    unrated_tier: terms.unrated_tier,
    load_nights: assignment.load_nights,
    effective_on: assignment.effective_on,
    change_effective_date: assignment.effective_on === 'as_of' ? asOf : firstOfNextMonth(asOf),
    emergency_min_visits: gaps.emergency.min_visits,
    well_first_months: gaps.well_visit.first_months,
    well_first_visits: gaps.well_visit.first_visits,
    well_second_months: gaps.well_visit.second_months,
    well_second_visits: gaps.well_visit.second_visits,
    well_yearly_from_age: gaps.well_visit.yearly_from_age,
    well_child_max_age: gaps.well_visit.child_max_age,
    near_share: capacity.near_share,
    default_visit_minutes: capacity.default_visit_minutes,
    scheduled_until: addDays(asOf, 7 * capacity.weeks_ahead - 1),
    rendered_after: renderedAfter,
    rendered_weeks: capacity.weeks_back,
    ageing_out_until: addDays(asOf, alerts.ageing_out_days),
    coverage_alert_until: addDays(asOf, alerts.coverage_days),
    exception_alert_until: addDays(asOf, alerts.exception_days),
    every_facility_needs_provider: alerts.every_facility_needs_provider,
    notice_how_to_change: notices.how_to_change,
    notice_phone: notices.phone ?? null,
    id_card_due_date: addDays(asOf, notices.id_card_days),
    leaving_known_until: addDays(asOf, notices.pmp_leaving.ahead_days),
    leaving_learned_due_date: addDays(asOf, notices.pmp_leaving.after_learning_days),
    notices_remembered_since: monthsBefore(asOf, notices.remember_months),
    state_window_start: monthsBefore(asOf, state.months),
    state_assignment_days: state.assignment_days,
    // Unknown until the files are read; the stage `deliveries` sets it.
    has_system_of_record: false,
    has_baseline: baselineAsOf !== undefined,
    baseline_as_of: baselineAsOf ?? null,
  }
}
