import {
  date,
  endDate,
  filledList,
  integer,
  latitude,
  list,
  longitude,
  npi,
  number,
  oneOf,
  state,
  text,
  zip,
} from './columns.ts'
import { feed } from './contract.ts'

export const providers = feed({
  name: 'providers',
  summary:
    'The roster of panels: which provider works at which practice, and which and how many members the panel takes.',
  grain: 'panel: a provider at one practice',
  key: ['provider_id'],
  delivery: 'snapshot',
  required: true,
  columns: {
    provider_id: text().describe("The payer's id of the panel; several panels may share an NPI."),
    npi: npi().optional().describe('National Provider Identifier.'),
    provider_name: text().describe('Name, as printed.'),
    specialty: text().describe('NUCC taxonomy code, unless the policy names another vocabulary.'),
    pmp: oneOf('Y', 'N')
      .optional()
      .describe('Whether the provider is a PMP; empty = decided by specialty.'),
    practice_id: text().describe('Id of the practice.'),
    practice_name: text().optional().describe('Name of the practice.'),
    practice_tin: text().optional().describe('Tax ID of the practice.'),
    address: text().optional().describe('Street address of the office.'),
    city: text().optional().describe('City of the office.'),
    state: state().optional().describe('State of the office; if empty, the state of the ZIP.'),
    zip: zip().optional().describe('ZIP of the office; locates it if coordinates are empty.'),
    latitude: latitude().optional().describe('Latitude of the office, in degrees.'),
    longitude: longitude().optional().describe('Longitude of the office, in degrees.'),
    lines_of_business: filledList(text(), {
      relation: 'provider_line_of_business',
      value: 'line_of_business',
    }).describe('Lines of business that the panel accepts.'),
    license_states: list(state(), { relation: 'provider_licence', value: 'state' })
      .optional()
      .describe('States of license; empty = the state of the office.'),
    credentials: list(text(), { relation: 'provider_credential', value: 'credential' })
      .optional()
      .describe('Credentials, spelled as facilities require them.'),
    languages: list(text(), { relation: 'provider_language', value: 'language' })
      .optional()
      .describe('Languages spoken.'),
    panel_status: oneOf('open', 'established_only', 'closed')
      .default('open')
      .describe('Whether the panel accepts new patients, only established ones, or none.'),
    panel_capacity: integer({ min: 0 })
      .optional()
      .describe('Maximum number of members; empty = no limit, 0 = none.'),
    facility_capacity: integer({ min: 0 })
      .optional()
      .describe('Maximum number of facilities that the provider covers; empty = no limit.'),
    daily_visit_capacity: integer({ min: 0 })
      .optional()
      .describe('Maximum visits per day; empty = no limit.'),
    weekly_hours: number({ min: 0, max: 168 }).optional().describe('Hours of practice per week.'),
    min_age: integer({ min: 0 })
      .optional()
      .describe("Minimum age served, in years, inclusive; empty = the specialty's."),
    max_age: integer({ min: 0 })
      .optional()
      .describe("Maximum age served, in years, inclusive; empty = the specialty's."),
    gender_served: oneOf('F', 'M')
      .optional()
      .describe("Only gender served; empty = the specialty's."),
    service_zips: list(zip(), { relation: 'provider_service_zip', value: 'zip' })
      .optional()
      .describe('ZIPs served. With service_radius_miles, either one is enough.'),
    service_radius_miles: number({ min: 0 })
      .optional()
      .describe(
        'Miles served around the office, inclusive. With service_zips, either one is enough.',
      ),
    quality_tier: integer({ min: 1, max: 5 })
      .optional()
      .describe("Quality tier, 1 (best) to 5; empty = the policy's unrated_tier."),
    active_from: date().describe('First day on the roster.'),
    active_to: endDate().describe('Last day on the roster, inclusive; empty = open-ended.'),
  },
  checks: [
    { check: 'not_below', column: 'max_age', than: 'min_age' },
    { check: 'not_below', column: 'active_to', than: 'active_from' },
  ],
})
