import { date, endDate, text } from './columns.ts'
import { feed } from './contract.ts'

export const selfSelections = feed({
  name: 'self_selections',
  summary: 'PMPs that members chose for themselves.',
  grain: 'member × selection',
  key: ['member_id', 'provider_id', 'selected_on'],
  delivery: 'incremental',
  required: false,
  columns: {
    member_id: text().describe('Member who chose.'),
    provider_id: text().describe('Panel that the member chose.'),
    selected_on: date().describe('Date of the choice; the latest choice in force counts.'),
    effective_date: date().optional().describe('First day in force; empty = selected_on.'),
    end_date: endDate().describe('Last day in force, inclusive; empty = open-ended.'),
    channel: text().optional().describe('Channel of the choice: portal, phone or form.'),
  },
  checks: [{ check: 'not_below', column: 'end_date', than: 'effective_date' }],
})
