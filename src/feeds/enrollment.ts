import {
  countyFips,
  date,
  endDate,
  latitude,
  longitude,
  oneOf,
  state,
  text,
  zip,
} from './columns.ts'
import { feed } from './contract.ts'

export const enrollment = feed({
  name: 'enrollment',
  summary: 'Members, their coverage spans, and where they live.',
  grain: 'member × coverage span',
  key: ['member_id', 'line_of_business', 'plan_id', 'coverage_start'],
  delivery: 'snapshot',
  required: true,
  columns: {
    member_id: text().describe("The payer's id of the member."),
    coverage_start: date().describe('First day of the coverage span.'),
    coverage_end: endDate().describe('Last day of the span, inclusive; empty = open-ended.'),
    line_of_business: text().describe(
      'Medicaid, Medicare, commercial …, spelled as in the policy.',
    ),
    plan_id: text().optional().describe('Plan or product within the line of business.'),
    household_id: text().optional().describe('Id that members of one household share.'),
    first_name: text().optional().describe('First name.'),
    last_name: text().optional().describe('Last name.'),
    birth_date: date().describe('Date of birth; decides age limits.'),
    gender: oneOf('F', 'M', 'U')
      .optional()
      .describe('F, M or U (unknown; every provider serves them).'),
    address: text().optional().describe('Street address of the home.'),
    city: text().optional().describe('City of the home.'),
    state: state().optional().describe('State of the home; if empty, the state of the ZIP.'),
    zip: zip().optional().describe('ZIP of the home; locates it if coordinates are empty.'),
    county_fips: countyFips()
      .optional()
      .describe('County of the home; locates it if the ZIP is empty too.'),
    latitude: latitude().optional().describe('Latitude of the home, in degrees.'),
    longitude: longitude().optional().describe('Longitude of the home, in degrees.'),
    phone: text().optional().describe('Telephone number, as printed on lists.'),
    language: text().optional().describe('Preferred language.'),
    facility_id: text().optional().describe('Residential facility where the member lives.'),
    death_date: date().optional().describe('Date of death; the earliest of all rows counts.'),
    medicaid_id: text().optional().describe("The state's Medicaid id of the member."),
    redetermination_date: date().optional().describe('Date by which coverage must be renewed.'),
    pmp_required: oneOf('Y', 'N').default('Y').describe('N = the member is not assigned a PMP.'),
    locked_provider_id: text().optional().describe('PMP that the member is locked in to.'),
    locked_until: endDate().describe('Last day of the lock-in, inclusive; empty = open-ended.'),
    restricted: oneOf('Y', 'N').default('N').describe('Y = lists show the member by id only.'),
  },
  checks: [{ check: 'not_below', column: 'coverage_end', than: 'coverage_start' }],
})
