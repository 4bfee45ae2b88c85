import { date, oneOf, text } from './columns.ts'
import { feed } from './contract.ts'

export const links = feed({
  name: 'links',
  summary: 'Ids that were replaced by others.',
  grain: 'old id',
  key: ['kind', 'old_id'],
  delivery: 'incremental',
  required: false,
  columns: {
    kind: oneOf('member', 'provider', 'practice').describe('What the ids name.'),
    old_id: text().describe('The id that is no longer used.'),
    new_id: text().describe('The id that took its place.'),
    effective_date: date().optional().describe('Since when.'),
  },
})
