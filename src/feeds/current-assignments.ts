import { date, text } from './columns.ts'
import { feed } from './contract.ts'

export const currentAssignments = feed({
  name: 'current_assignments',
  summary: "Who is whose PMP by the payer's system of record.",
  grain: 'member',
  key: ['member_id'],
  delivery: 'snapshot',
  required: false,
  columns: {
    member_id: text().describe('The member.'),
    provider_id: text().describe('The panel that they are assigned to.'),
    effective_date: date().describe('First day of the assignment.'),
    basis: text().optional().describe('Why: self_selection, facility, geographic or another.'),
  },
})
