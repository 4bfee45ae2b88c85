import { z } from 'zod'
import { expandCodes } from './code-list.ts'
import { type Question, stepNamed, stepNames } from '../rules/vocabulary.ts'
import { costTerms, countyTypes } from './cost-terms.ts'

const text = z.string().min(1)
const count = z.int().min(0)
const months = z.int().min(1).max(120)
const weeks = z.int().min(1).max(26)
const days = z.int().min(0).max(365)
const miles = z.number().positive()
const age = z.int().min(0).max(130)

/** The steps of a question in the order in which they apply; a label overrides the vocabulary's. */
const steps = (question: Question) =>
  z
    .array(
      z
        .strictObject({
          step: z.enum(stepNames(question), {
            error: ({ input }) =>
              `expected one of the steps ${stepNames(question).join(', ')}, found ${String(input)}`,
          }),
          /** What lists and reports call it. */
          label: text.optional(),
        })
        .transform(({ step, label }) => ({
          step,
          label: label ?? stepNamed(question, step)?.label ?? step,
        })),
    )
    .min(1, 'expected at least one step')
    .refine((list) => new Set(list.map(({ step }) => step)).size === list.length, {
      message: 'expected each step once',
    })

/** Codes and ranges of codes, in quotes. Ranges are expanded. */
const codes = z
  .array(
    z
      .string('expected a code in quotes, so that no zero is lost')
      .refine((code) => expandCodes(code) !== undefined, 'expected a code or a range of codes'),
  )
  .transform((written) => [...new Set(written.flatMap((code) => expandCodes(code) ?? []))])

const codeFiles = z.array(text)

/** Notices to members and providers, due within so many days of the first night with the change. */
const notices = z.strictObject({
  days: z.strictObject({
    pmp_assigned: days,
    pmp_ended: days,
    member_joins: days,
    member_leaves: days,
    coverage_starts: days,
    coverage_withdrawn: days,
  }),
  /** A PMP leaves the roster: due on the later of the two days, once the end is so near. */
  pmp_leaving: z.strictObject({
    ahead_days: days,
    before_end_days: days,
    after_learning_days: days,
    /** In place of `before_end_days`, by line of business. */
    before_end_days_by_line: z.record(text, days),
  }),
  id_card_days: days,
  /** How a member changes PMPs, as printed in notices. */
  how_to_change: text,
  phone: text.optional(),
  /** How long a finished notice is remembered. */
  remember_months: months,
})

/** A complete policy, from one file or from a file and those that it extends. */
export const policySchema = z.strictObject({
  name: text,
  /** The policy with the values that this file does not set. */
  extends: text.optional(),
  summary: text,
  source: text,
  assignment: z.strictObject({
    steps: steps('assignment'),
    access_standard_miles: miles,
    max_distance_miles: miles,
    county_types: countyTypes,
    cost_terms: costTerms,
    load_nights: count,
    effective_on: z.enum(['as_of', 'next_month']),
  }),
  attribution: z.strictObject({
    steps: steps('attribution'),
    visit_window_months: months,
    excluded_places_of_service: codes,
    /** Whether a visit to the covering provider counts for the absent PMP. */
    coverage_counts_for_absent: z.boolean().default(true),
  }),
  /** Code files beside the policy. The codes of several files are combined. */
  code_sets: z.strictObject({
    primary_care: codeFiles,
    well_child: codeFiles,
    well_adult: codeFiles,
    emergency: codeFiles,
  }),
  emergency: z.strictObject({ places_of_service: codes, revenue_codes: codes }),
  notices,
  /** The state report: how many months it covers, and the days allowed until an assignment. */
  state_report: z.strictObject({ months, assignment_days: days }),
  lines_of_business: z.strictObject({ order: z.array(text) }),
  residential_facility_types: z.array(text),
  specialties: z.record(
    text,
    z.strictObject({
      min_age: age.optional(),
      max_age: age.optional(),
      gender: z.enum(['F', 'M']).optional(),
      may_be_given: z.boolean().optional(),
    }),
  ),
  gaps: z.strictObject({
    visit_months: months,
    emergency: z.strictObject({ months, min_visits: z.int().min(1) }),
    well_visit: z.strictObject({
      first_months: months,
      first_visits: count,
      second_months: months,
      second_visits: count,
      yearly_from_age: age,
      child_max_age: age,
    }),
  }),
  capacity: z.strictObject({
    near_share: z.number().positive().max(1),
    default_visit_minutes: z.int().min(1).max(480),
    weeks_ahead: weeks,
    weeks_back: weeks,
  }),
  alerts: z.strictObject({
    pmp_ending_days: z.array(days).min(1, 'expected at least one number of days'),
    ageing_out_days: days,
    coverage_days: days,
    exception_days: days,
    every_facility_needs_provider: z.boolean(),
  }),
  /** Closing of months, and the quality population of a year. */
  closing: z.strictObject({
    /** A close reports changes of this many earlier months. */
    retro_months: count,
    quality: z.strictObject({
      /** The day of the year on which attribution counts. */
      anchor: z
        .string()
        .regex(
          /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
          'expected month and day, such as "12-31"',
        ),
      /** Months to wait for claims after the anchor. */
      runout_months: count,
      /** Continuous enrollment allows this many gaps in the year, each of at most so many days. */
      max_gaps: count,
      max_gap_days: count,
    }),
  }),
})

export type PolicyFile = z.output<typeof policySchema>
