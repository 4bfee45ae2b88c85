import { z } from 'zod'

/** A thousand miles outweigh every distance, so more would make no difference. */
const weight = z.number().min(0).max(1000).multipleOf(0.01)

const tier = z.int().min(1).max(5)

/** Costs of assigning a PMP by distance, besides the miles. Each weight is in miles; 0 turns it off. */
export const costTerms = z.strictObject({
  /** Beyond the access standard of the member's county. */
  beyond_standard_miles: weight,
  /** A PMP that no member of the household has by an earlier step. */
  household_miles: weight,
  /** A PMP that the member neither visited nor had before. */
  relationship_miles: weight,
  /** A PMP who does not speak the member's language. */
  language_miles: weight,
  /** Each quality tier below the first. */
  quality_tier_miles: weight,
  /** The language of a panel that lists none. */
  usual_language: z.string().min(1),
  /** The tier of a panel without one. */
  unrated_tier: tier,
})

const fips = z
  .string('expected a county as state and county FIPS in quotes, so that no zero is lost')
  .regex(/^\d{5}$/, 'expected five digits, state and county FIPS')

/** County types with their access standard. The policy's own standard applies to all other counties. */
export const countyTypes = z
  .record(
    z.string().min(1),
    z.strictObject({ access_miles: z.number().positive(), counties: z.array(fips) }),
  )
  .refine(
    (types) => {
      const named = Object.values(types).flatMap(({ counties }) => counties)
      return new Set(named).size === named.length
    },
    { message: 'expected each county once, in one type' },
  )
