import { date, oneOf, text } from './columns.ts'
import { feed } from './contract.ts'

export const loadResults = feed({
  name: 'load_results',
  summary: 'What the core system answered to the changes that it was asked to load.',
  grain: 'change',
  key: ['change_id'],
  delivery: 'incremental',
  required: false,
  isAnswer: true,
  columns: {
    change_id: text().describe('The change, as reports/assignment_load.csv names it.'),
    result: oneOf('accepted', 'rejected').describe('Whether the core system takes it.'),
    reason: text().optional().describe("Why, in the core system's own words."),
    answered_on: date().optional().describe('Day of the answer.'),
  },
})
