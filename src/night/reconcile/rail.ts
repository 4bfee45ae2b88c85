/** A guard rail as measured tonight. */
export interface Rail {
  readonly rail: string
  /** The feed or PMP that was measured, or empty for the whole night. */
  readonly subject: string
  /** Null = not measured. */
  readonly found: number | null
  readonly limit: number
  readonly crossed: boolean
  readonly detail: string
}

/** A rail that was measured. It is crossed beyond its limit, not at it. */
export const measured = (rail: Omit<Rail, 'crossed'> & { readonly found: number }): Rail => ({
  ...rail,
  crossed: rail.found > rail.limit,
})

/** A rail without a denominator, which holds nothing. */
export const notMeasured = ({
  why,
  ...rail
}: Pick<Rail, 'rail' | 'subject' | 'limit'> & { readonly why: string }): Rail => ({
  ...rail,
  found: null,
  crossed: false,
  detail: `not measured: ${why}`,
})
