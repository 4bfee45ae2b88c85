import { date, oneOf, text } from './columns.ts'
import { feed } from './contract.ts'

export const loadResults = feed({
  name: 'load_results',
  summary: "The core system's answers to the changes that it was to load.",
  grain: 'change',
  key: ['change_id'],
  delivery: 'incremental',
  required: false,
  isAnswer: true,
  columns: {
    change_id: text().describe('Id of the change in reports/assignment_load.csv.'),
    result: oneOf('accepted', 'rejected').describe('Whether the core system accepted the change.'),
    reason: text().optional().describe("Reason, in the core system's own words."),
    answered_on: date().optional().describe('Date of the answer.'),
  },
})
