import { z } from 'zod'

/** More would say that the term rules alone, which a thousand miles do already. */
const weight = z.number().min(0).max(1000).multipleOf(0.01)

const tier = z.int().min(1).max(5)

/** What a PMP by distance costs a member besides the miles; each weight in miles, 0 = no say. */
export const costTerms = z.strictObject({
  /** Beyond the access standard of the member's county. */
  beyond_standard_miles: weight,
  /** Another PMP than those whom members of the household have by an earlier step. */
  household_miles: weight,
  /** Another PMP than those whom the member visited or had before. */
  relationship_miles: weight,
  /** A PMP who does not speak the member's language. */
  language_miles: weight,
  /** Each tier of quality below the first. */
  quality_tier_miles: weight,
  /** What a panel speaks that names no language. */
  usual_language: z.string().min(1),
  /** The tier of a panel that has none. */
  unrated_tier: tier,
})

const fips = z
  .string('expected a county as state and county FIPS in quotes, so that no zero is lost')
  .regex(/^\d{5}$/, 'expected five digits, state and county FIPS')

/** Types of counties: their access standard, and which they are; the policy's own holds elsewhere. */
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
