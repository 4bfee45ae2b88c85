/** Codes of a member's gender, or of the only gender that a panel serves. */
export const gender = { any: 0, female: 1, male: 2 } as const

/** Means "no limit" in `room` and "unknown" in columns of codes. */
export const NONE = -1

/**
 * Several code lists in one: those of item `i` are `codes[offsets[i]] … codes[offsets[i + 1] - 1]`,
 * in any order, repeats allowed. `offsets` has one entry more than there are items.
 */
export interface CodeLists {
  readonly offsets: Int32Array
  readonly codes: Int32Array
}

/** Members to place, column-wise and in any order; every array has one entry per member. */
export interface GeographicMembers {
  readonly ids: readonly string[]
  /** Degrees; NaN if the place is unknown. */
  readonly latitude: Float64Array
  readonly longitude: Float64Array
  /** Codes shared with the panels' lists; `NONE` if unknown, which is in no list. */
  readonly line: Int32Array
  readonly state: Int32Array
  readonly zip: Int32Array
  /** Completed years. */
  readonly age: Int32Array
  /** `gender.any` is served by every panel. */
  readonly gender: Uint8Array
  /** One code per household, `NONE` without one. Among equal optima a household stays together. */
  readonly household: Int32Array
}

/** Allocates the columns for `total` members; `ids` may still be appended to. */
export const roomForMembers = (ids: readonly string[], total: number): GeographicMembers => ({
  ids,
  latitude: new Float64Array(total),
  longitude: new Float64Array(total),
  line: new Int32Array(total),
  state: new Int32Array(total),
  zip: new Int32Array(total),
  age: new Int32Array(total),
  gender: new Uint8Array(total),
  household: new Int32Array(total),
})

/** Panels that are open and may be given, column-wise and in any order. */
export interface GeographicPanels {
  readonly ids: readonly string[]
  /** Degrees; a panel with NaN takes no part. */
  readonly latitude: Float64Array
  readonly longitude: Float64Array
  /** How many more members it takes; 0 takes none, `NONE` any number. */
  readonly room: Int32Array
  /** Inclusive, in completed years; 0 and a number above any age mean no limit. */
  readonly minAge: Int32Array
  readonly maxAge: Int32Array
  readonly gender: Uint8Array
  /** Miles, inclusive; NaN = the panel names none. */
  readonly serviceRadius: Float64Array
  readonly lines: CodeLists
  readonly licences: CodeLists
  /** ZIPs that it covers. With neither ZIPs nor a radius it covers every place; with both, either suffices. */
  readonly serviceZips: CodeLists
}

/** A member who must not be given a panel, by their indices in the input. */
export interface Refusal {
  readonly member: number
  readonly panel: number
}

/**
 * The costs of a panel for a member besides the distance, in ten-thousandths of a mile. A member pays
 * `unspoken` unless the panel speaks their language, and `untied` less what a tie saves. A member without
 * a language or tie pays these with every panel, which decides nothing. `atStake` is the part that the
 * best possible panel would save.
 */
export interface CostTerms {
  /** For being farther away than `standard`. */
  readonly beyond: number
  /** By member, in ten-thousandths of a mile. */
  readonly standard: Int32Array
  readonly unspoken: number
  /** By member; `NONE` if unknown. */
  readonly language: Int32Array
  /** By panel, codes shared with `language`. */
  readonly languages: CodeLists
  /** By panel: the cost of its quality tier. */
  readonly tier: Int32Array
  /** The most that ties save. */
  readonly untied: number
  /** By member: the panels that they are tied to, each once, and the saving of each. */
  readonly ties: CodeLists
  readonly savings: Int32Array
  readonly atStake: Int32Array
}

export interface GeographicInput {
  readonly members: GeographicMembers
  readonly panels: GeographicPanels
  /** Pairs that no result may contain, such as dismissals. Few. */
  readonly refusals: readonly Refusal[]
  /** Miles, inclusive: no member is given a panel farther away. */
  readonly maxDistance: number
  /** Undefined if only the distance counts. */
  readonly terms?: CostTerms | undefined
}

/** Why a member was left without a panel, by the number in `GeographicResult.reasons`. */
export const reasons = [
  null,
  'no_eligible_pmp_in_reach',
  'no_room_in_reach',
  'not_locatable',
] as const

/**
 * The proof of an optimum. No assignment that leaves `leftOut` members without a panel costs less than
 * `lowerBound`, which follows from the panel prices and the cheapest panel of each member at these prices,
 * over every panel in reach. No assignment leaves fewer without: the `shortage` counts members whose
 * panels in reach have, all together, only so many seats.
 */
export interface Certificate {
  readonly method: string
  readonly members: number
  readonly notLocatable: number
  readonly assigned: number
  /** Members with a place but without a panel. */
  readonly leftOut: number
  readonly shortage: { readonly members: number; readonly seats: number }
  /** In ten-thousandths of a mile, of all members who are assigned. */
  readonly totalDistance: number
  /**
   * The total distance with all cost terms, including what is at stake for members left without a panel,
   * and its proved lower bound.
   */
  readonly totalCost: number
  readonly lowerBound: number
  /** (total − bound) / bound; 0 = exactly optimal. */
  readonly gap: number
  /** Members of one place and kind count as one group, panels of one place and kind as one site. */
  readonly groups: number
  readonly sites: number
  /** Pairs of group and site that the simplex considered; the prices rule out the others. */
  readonly arcs: number
  /** Nearest sites that each group started with, and the most that one group had in the end. */
  readonly candidates: number
  readonly mostCandidates: number
  /** Members whose groups had more candidates in the end than at the start. */
  readonly widened: number
  /** Comparisons of the prices with all sites in reach; the last one found nothing better. */
  readonly rounds: number
  readonly pivots: number
}

export interface GeographicResult {
  /** By member, in the order of the input: index of the panel, or `NONE`. */
  readonly assignment: Int32Array
  /** Ten-thousandths of a mile to that panel, or `NONE`. */
  readonly distance: Int32Array
  /** If the input has terms, by member: the cost of that panel in ten-thousandths of a mile, or `NONE`. */
  readonly cost?: Int32Array | undefined
  /** Likewise: the nearest panel that might be assigned, regardless of room, and its distance, or `NONE`. */
  readonly nearest?: { readonly panel: Int32Array; readonly distance: Int32Array } | undefined
  /** Index into `reasons`. */
  readonly reasons: Uint8Array
  readonly certificate: Certificate
}

/**
 * Places all members together: leaves as few as possible without a panel, then minimizes the total
 * distance. The result depends only on the set of members and panels, not on row order or threads.
 */
export type GeographicSolver = (input: GeographicInput) => GeographicResult
