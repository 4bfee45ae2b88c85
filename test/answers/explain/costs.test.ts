import { expect, test } from 'vitest'
import { describeCosts } from '../../../src/answers/explain/costs.ts'
import type { CostRow } from '../../../src/answers/explain/member-facts.ts'

const row = (choice: CostRow['choice'], provider_id: string, rest: Partial<CostRow>): CostRow => ({
  choice,
  provider_id,
  distance_miles: 6.9094,
  access_standard_miles: 10,
  beyond_standard_miles: 0,
  household_miles: 0,
  relationship_miles: 0,
  language_miles: 0,
  quality_tier_miles: 0,
  cost_miles: 6.9094,
  ...rest,
})

test('lists the parts of the assigned PMP and of a nearer one', () => {
  const costs = [
    row('given', 'P2', { distance_miles: 13.8188, beyond_standard_miles: 3, cost_miles: 16.8188 }),
    row('nearest', 'P1', {
      relationship_miles: 10,
      household_miles: 2,
      language_miles: 5,
      quality_tier_miles: 1.5,
      cost_miles: 25.4094,
    }),
  ]
  expect(describeCosts(costs, new Map())).toEqual([
    '  Assigned: P2 costs 16.82 miles: 13.82 away, 3.00 for being beyond the access standard of 10.00 miles.',
    "  The nearest, capacity aside: P1 costs 25.41 miles: 6.91 away, 2.00 for not being a PMP of the household, 10.00 for having no relationship with the member, 5.00 for not speaking the member's language, 1.50 for their quality tier.",
  ])
})

test('names the nearest once if it is the assigned one, and nothing if only miles count', () => {
  const costs = [row('given', 'P1', {}), row('nearest', 'P1', {})]
  expect(describeCosts(costs, new Map())).toEqual([
    '  Assigned, and the nearest: P1 costs 6.91 miles: 6.91 away.',
  ])
  expect(describeCosts([], new Map())).toEqual([])
})
