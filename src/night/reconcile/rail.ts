/** A guard rail as it stands tonight. */
export interface Rail {
  readonly rail: string
  /** The feed or PMP that it is about, or empty. */
  readonly subject: string
  /** Null = not measured. */
  readonly found: number | null
  readonly limit: number
  readonly crossed: boolean
  readonly detail: string
}

/** A rail is crossed beyond its limit, not at it. */
export const measured = (
  rail: string,
  subject: string,
  found: number,
  limit: number,
  detail: string,
): Rail => ({ rail, subject, found, limit, crossed: found > limit, detail })

/** A rail without a denominator holds nothing. */
export const notMeasured = (rail: string, subject: string, limit: number, why: string): Rail => ({
  rail,
  subject,
  found: null,
  limit,
  crossed: false,
  detail: `not measured: ${why}`,
})
