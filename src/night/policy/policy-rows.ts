import { addDays } from '../../base/days.ts'
import type { Policy } from '../../config/policy.ts'
import type { Rows } from '../../models/table.ts'

type RowsByModel = Readonly<Record<string, Rows>>

/** The rows of the relations of `run` that repeat lists of the policy, by the name after the dot. */
export const policyRows = (policy: Policy, asOf: string): RowsByModel => ({
  ...serviceRows(policy),
  ...dueDateRows(policy, asOf),
})

/** Builds the rows of specialties, lines of business, counties and facilities. */
const serviceRows = (policy: Policy): RowsByModel => ({
  specialty: Object.entries(policy.specialties).map(([specialty, serves]) => ({
    specialty,
    min_age: serves.min_age ?? null,
    max_age: serves.max_age ?? null,
    gender: serves.gender ?? null,
    may_be_given: serves.may_be_given ?? true,
  })),
  line_of_business: policy.lines_of_business.order.map((line_of_business, index) => ({
    line_of_business,
    line_rank: index + 1,
  })),
  county_access: Object.entries(policy.assignment.county_types).flatMap(
    ([county_type, { access_miles, counties }]) =>
      counties.map((county_fips) => ({ county_fips, county_type, access_miles })),
  ),
  facility_type: policy.residential_facility_types.map((facility_type) => ({ facility_type })),
})

/** When notices and alerts are due, counted from the as-of date. */
const dueDateRows = ({ notices, alerts }: Policy, asOf: string): RowsByModel => ({
  notice_type: Object.entries(notices.days).map(([notice_type, days]) => ({
    notice_type,
    due_date: addDays(asOf, days),
  })),
  // The empty line of business means all lines without days of their own.
  leaving_notice: Object.entries({
    ...notices.pmp_leaving.before_end_days_by_line,
    '': notices.pmp_leaving.before_end_days,
  }).map(([line_of_business, days_before]) => ({ line_of_business, days_before })),
  ending_milestone: [...new Set(alerts.pmp_ending_days)].map((days) => ({
    days,
    until: addDays(asOf, days),
  })),
})
