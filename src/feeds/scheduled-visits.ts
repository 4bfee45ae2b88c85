import { date, integer, text } from './columns.ts'
import { feed } from './contract.ts'

export const scheduledVisits = feed({
  name: 'scheduled_visits',
  summary: 'Booked future visits.',
  grain: 'visit',
  key: ['visit_id'],
  delivery: 'snapshot',
  required: false,
  columns: {
    visit_id: text().describe('Id of the visit.'),
    member_id: text().describe('Member who will be seen.'),
    provider_id: text().describe('Panel that will see the member.'),
    scheduled_at: date().describe('Date of the visit.'),
    duration_minutes: integer({ min: 0 }).optional().describe('Planned length, in minutes.'),
    facility_id: text().optional().describe('Facility where the visit takes place.'),
  },
})
