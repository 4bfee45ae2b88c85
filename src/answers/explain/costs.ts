import type { CostRow } from './member-facts.ts'
import { type Names, named } from './named.ts'

const shown = (miles: number): string => miles.toFixed(2)

/** Describes the cost of the PMP assigned by distance and of the nearest PMP, with each part above zero. */
export const describeCosts = (costs: readonly CostRow[], names: Names): string[] => {
  const given = costs.find(({ choice }) => choice === 'given')
  const nearest = costs.find(({ choice }) => choice === 'nearest')
  const same = given !== undefined && given.provider_id === nearest?.provider_id
  return [
    ...(given
      ? [`  ${same ? 'Assigned, and the nearest' : 'Assigned'}: ${costLine(given, names)}`]
      : []),
    ...(nearest && !same ? [`  The nearest, capacity aside: ${costLine(nearest, names)}`] : []),
  ]
}

const costLine = (row: CostRow, names: Names): string =>
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
    [row.household_miles, 'not being a PMP of the household'],
    [row.relationship_miles, 'having no relationship with the member'],
    [row.language_miles, "not speaking the member's language"],
    [row.quality_tier_miles, 'their quality tier'],
  ] as const
  return all.filter(([miles]) => miles > 0)
}
