import type { CostRow } from './member-facts.ts'
import { type Names, named } from './named.ts'

const shown = (miles: number): string => miles.toFixed(2)

/** What the PMP given by distance costs and what the nearest would, with every part that counts. */
export const tellCosts = (costs: readonly CostRow[], names: Names): string[] => {
  const given = costs.find(({ choice }) => choice === 'given')
  const nearest = costs.find(({ choice }) => choice === 'nearest')
  const same = given !== undefined && given.provider_id === nearest?.provider_id
  return [
    ...(given ? [`  ${same ? 'The nearest, and given' : 'Given'}: ${tell(given, names)}`] : []),
    ...(nearest && !same ? [`  The nearest, room aside: ${tell(nearest, names)}`] : []),
  ]
}

const tell = (row: CostRow, names: Names): string =>
  `${named(row.provider_id, names)} costs ${shown(row.cost_miles)} miles: ${[
    `${shown(row.distance_miles)} away`,
    ...parts(row).map(([miles, why]) => `${shown(miles)} for ${why}`),
  ].join(', ')}.`

const parts = (row: CostRow): (readonly [miles: number, why: string])[] => {
  const all = [
    [
      row.beyond_standard_miles,
      `being beyond the access standard of ${shown(row.access_standard_miles)} miles`,
    ],
    [row.household_miles, "being none of the household's PMPs"],
    [row.relationship_miles, 'being none whom the member knows'],
    [row.language_miles, "not speaking the member's language"],
    [row.quality_tier_miles, 'its tier of quality'],
  ] as const
  return all.filter(([miles]) => miles > 0)
}
