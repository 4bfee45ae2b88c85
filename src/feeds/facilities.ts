import { latitude, list, longitude, state, text, zip } from './columns.ts'
import { feed } from './contract.ts'

export const facilities = feed({
  name: 'facilities',
  summary: 'Facilities where members live or receive care.',
  grain: 'facility',
  key: ['facility_id'],
  delivery: 'snapshot',
  required: false,
  columns: {
    facility_id: text().describe('Id of the facility.'),
    facility_name: text().describe('Name, as printed.'),
    facility_type: text().optional().describe('Type; the policy lists the residential types.'),
    address: text().optional().describe('Street address.'),
    city: text().optional().describe('City.'),
    state: state().describe('State; its providers must be licensed there.'),
    zip: zip().optional().describe('ZIP; locates the facility if coordinates are empty.'),
    latitude: latitude().optional().describe('Latitude, in degrees.'),
    longitude: longitude().optional().describe('Longitude, in degrees.'),
    required_credentials: list(text(), { relation: 'facility_credential', value: 'credential' })
      .optional()
      .describe('Credentials that a provider needs to work here.'),
  },
})
