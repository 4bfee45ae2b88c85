import { latitude, list, longitude, state, text, zip } from './columns.ts'
import { feed } from './contract.ts'

export const facilities = feed({
  name: 'facilities',
  summary: 'Facilities where members live or are cared for.',
  grain: 'facility',
  key: ['facility_id'],
  delivery: 'snapshot',
  required: false,
  columns: {
    facility_id: text().describe('The facility.'),
    facility_name: text().describe('Name, as it is to be printed.'),
    facility_type: text().optional().describe('Kind; the policy lists those that are residential.'),
    address: text().optional().describe('Street address.'),
    city: text().optional().describe('City.'),
    state: state().describe('State; providers must be licensed in it.'),
    zip: zip().optional().describe('ZIP; the place, where coordinates are empty.'),
    latitude: latitude().optional().describe('Latitude, in degrees.'),
    longitude: longitude().optional().describe('Longitude, in degrees.'),
    required_credentials: list(text(), { relation: 'facility_credential', value: 'credential' })
      .optional()
      .describe('Credentials that a provider must have to work here.'),
  },
})
