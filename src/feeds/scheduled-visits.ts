import { date, integer, text } from './columns.ts'
import { feed } from './contract.ts'

export const scheduledVisits = feed({
  name: 'scheduled_visits',
  summary: 'Visits that are booked and still to come.',
  grain: 'visit',
  key: ['visit_id'],
  delivery: 'snapshot',
  required: false,
  columns: {
    visit_id: text().describe('The visit.'),
    member_id: text().describe('The member who is to be seen.'),
    provider_id: text().describe('The panel that is to see them.'),
    scheduled_at: date().describe('Day of the visit.'),
    duration_minutes: integer({ min: 0 }).optional().describe('Planned length in minutes.'),
    facility_id: text().optional().describe('Facility where it takes place.'),
  },
})
