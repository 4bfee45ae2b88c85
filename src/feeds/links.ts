import { date, oneOf, text } from './columns.ts'
import { feed } from './contract.ts'

export const links = feed({
  name: 'links',
  summary: 'Ids that were replaced by new ones.',
  grain: 'old id',
  key: ['kind', 'old_id'],
  delivery: 'incremental',
  required: false,
  columns: {
    kind: oneOf('member', 'provider', 'practice').describe('What the ids identify.'),
    old_id: text().describe('Id that is no longer used.'),
    new_id: text().describe('Id that replaces it.'),
    effective_date: date().optional().describe('First day on which the new id is used.'),
  },
})
