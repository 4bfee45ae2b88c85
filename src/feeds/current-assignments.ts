import { date, text } from './columns.ts'
import { feed } from './contract.ts'

export const currentAssignments = feed({
  name: 'current_assignments',
  summary: "Each member's PMP in the payer's system of record.",
  grain: 'member',
  key: ['member_id'],
  delivery: 'snapshot',
  required: false,
  columns: {
    member_id: text().describe('Id of the member.'),
    provider_id: text().describe('Panel that the member is assigned to.'),
    effective_date: date().describe('First day of the assignment.'),
    basis: text()
      .optional()
      .describe('Reason for the assignment: self_selection, facility, geographic or another.'),
  },
})
