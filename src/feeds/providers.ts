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
  summary: 'The roster of panels: who works at which practice, whom they take, and how many.',
  grain: 'panel: a provider at one practice',
  key: ['provider_id'],
  delivery: 'snapshot',
  required: true,
  columns: {
    provider_id: text().describe("The payer's key of the panel; several may share an npi."),
    npi: npi().optional().describe('National Provider Identifier.'),
    provider_name: text().describe('Name, as it is to be printed.'),
    specialty: text().describe('NUCC taxonomy code, unless the policy names another vocabulary.'),
    pmp: oneOf('Y', 'N').optional().describe('Whether a PMP; empty = by specialty.'),
    practice_id: text().describe('The practice.'),
    practice_name: text().optional().describe('Name of the practice.'),
    practice_tin: text().optional().describe('Tax id of the practice.'),
    address: text().optional().describe('Street address of the office.'),
    city: text().optional().describe('City of the office.'),
    state: state().optional().describe('State of the office; where empty, that of the ZIP.'),
    zip: zip().optional().describe('ZIP of the office; the place, where coordinates are empty.'),
    latitude: latitude().optional().describe('Latitude of the office, in degrees.'),
    longitude: longitude().optional().describe('Longitude of the office, in degrees.'),
    lines_of_business: filledList(text(), {
      relation: 'provider_line_of_business',
      value: 'line_of_business',
    }).describe('Lines of business that the panel takes.'),
    license_states: list(state(), { relation: 'provider_licence', value: 'state' })
      .optional()
      .describe('States of licence; empty = the state of the office.'),
    credentials: list(text(), { relation: 'provider_credential', value: 'credential' })
      .optional()
      .describe('Credentials, as facilities ask for them.'),
    languages: list(text(), { relation: 'provider_language', value: 'language' })
      .optional()
      .describe('Languages spoken.'),
    panel_status: oneOf('open', 'established_only', 'closed')
      .default('open')
      .describe('Whether new patients are taken, only known ones, or none.'),
    panel_capacity: integer({ min: 0 })
      .optional()
      .describe('Most members the panel may hold; empty = no limit, 0 = none.'),
    facility_capacity: integer({ min: 0 })
      .optional()
      .describe('Most facilities the provider may cover; empty = no limit.'),
    daily_visit_capacity: integer({ min: 0 })
      .optional()
      .describe('Most visits a day; empty = no limit.'),
    weekly_hours: number({ min: 0, max: 168 }).optional().describe('Hours of practice a week.'),
    min_age: integer({ min: 0 })
      .optional()
      .describe("Least age served, in years, inclusive; empty = the specialty's."),
    max_age: integer({ min: 0 })
      .optional()
      .describe("Greatest age served, in years, inclusive; empty = the specialty's."),
    gender_served: oneOf('F', 'M')
      .optional()
      .describe("The one gender served; empty = the specialty's."),
    service_zips: list(zip(), { relation: 'provider_service_zip', value: 'zip' })
      .optional()
      .describe('ZIPs covered; with service_radius_miles, either suffices.'),
    service_radius_miles: number({ min: 0 })
      .optional()
      .describe('Miles covered around the office, inclusive; with service_zips, either suffices.'),
    quality_tier: integer({ min: 1, max: 5 })
      .optional()
      .describe("Tier of quality, 1 = best to 5; empty = the policy's unrated_tier."),
    active_from: date().describe('First day on the roster.'),
    active_to: endDate().describe('Last day on the roster, inclusive; empty = open.'),
  },
  checks: [
    { check: 'not_below', column: 'max_age', than: 'min_age' },
    { check: 'not_below', column: 'active_to', than: 'active_from' },
  ],
})
