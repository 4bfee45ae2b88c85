import { date, endDate, text } from './columns.ts'
import { feed } from './contract.ts'

export const selfSelections = feed({
  name: 'self_selections',
  summary: 'PMPs whom members chose for themselves.',
  grain: 'member × selection',
  key: ['member_id', 'provider_id', 'selected_on'],
  delivery: 'incremental',
  required: false,
  columns: {
    member_id: text().describe('The member who chose.'),
    provider_id: text().describe('The panel that they chose.'),
    selected_on: date().describe('When they chose; the latest choice in force counts.'),
    effective_date: date().optional().describe('First day in force; empty = selected_on.'),
    end_date: endDate().describe('Last day in force, inclusive; empty = open.'),
    channel: text().optional().describe('How they chose: portal, phone or form.'),
  },
  checks: [{ check: 'not_below', column: 'end_date', than: 'effective_date' }],
})
