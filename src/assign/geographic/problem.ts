/** Codes of a gender, a member's own or the only one that a panel serves. */
export const gender = { any: 0, female: 1, male: 2 } as const

/** Stands for "no limit" in `room`, and for "unknown" where a column holds codes. */
export const NONE = -1

/**
 * Several code lists in one: those of item `i` are `codes[offsets[i]] … codes[offsets[i + 1] - 1]`,
 * in any order, repeats allowed. `offsets` has one entry more than there are items.
 */
export interface CodeLists {
  readonly offsets: Int32Array
  readonly codes: Int32Array
}

/** Members to place, column-wise and in any order; every array has one entry a member. */
export interface GeographicMembers {
  readonly ids: readonly string[]
  /** Degrees; NaN where the place is unknown. */
  readonly latitude: Float64Array
  readonly longitude: Float64Array
  /** Codes shared with the panels' lists; `NONE` where unknown, which no list holds. */
  readonly line: Int32Array
  readonly state: Int32Array
  readonly zip: Int32Array
  /** Completed years. */
  readonly age: Int32Array
  /** `gender.any` is served by every panel. */
  readonly gender: Uint8Array
  /** Any code a household, `NONE` without one. Among equal optima a household stays together. */
  readonly household: Int32Array
}

/** Panels that are open and may be given, column-wise and in any order. */
export interface GeographicPanels {
  readonly ids: readonly string[]
  /** Degrees; a panel with NaN is out. */
  readonly latitude: Float64Array
  readonly longitude: Float64Array
  /** How many more members it takes; 0 takes none, `NONE` any number. */
  readonly room: Int32Array
  /** Inclusive, in completed years; 0 and a number above any age stand for no limit. */
  readonly minAge: Int32Array
  readonly maxAge: Int32Array
  readonly gender: Uint8Array
  /** Miles, inclusive; NaN = the panel names none. */
  readonly serviceRadius: Float64Array
  readonly lines: CodeLists
  readonly licences: CodeLists
  /** ZIPs that it covers. With neither ZIPs nor radius it covers every place, with both either suffices. */
  readonly serviceZips: CodeLists
}

/** A member who must not be given a panel, by their indices in the input. */
export interface Refusal {
  readonly member: number
  readonly panel: number
}

export interface GeographicInput {
  readonly members: GeographicMembers
  readonly panels: GeographicPanels
  /** Pairs that no answer may have, whatever else speaks for them. Few: dismissals, for instance. */
  readonly refusals: readonly Refusal[]
  /** Miles, inclusive: nobody is given a panel farther away. */
  readonly maxDistance: number
}

/** Why a member was left without; index = the number in `GeographicResult.reasons`. */
export const reasons = [
  null,
  'no_eligible_pmp_in_reach',
  'no_room_in_reach',
  'not_locatable',
] as const

/**
 * What was proved. With `leftOut` members without a panel no assignment has a smaller total than
 * `lowerBound`, and none leaves fewer without: panel prices and the cheapest panel of each member
 * at these prices, taken over every panel in reach, add up to that much.
 */
export interface Certificate {
  readonly method: string
  readonly members: number
  readonly notLocatable: number
  readonly assigned: number
  /** Members with a place but without a panel. */
  readonly leftOut: number
  /** Total distance and its proved lower bound, in ten-thousandths of a mile. */
  readonly totalDistance: number
  readonly lowerBound: number
  /** (total − bound) / bound; 0 = exactly optimal. */
  readonly gap: number
  /** Members of one place and kind count as one group, panels of one place and kind as one site. */
  readonly groups: number
  readonly sites: number
  /** Pairs of group and site that the method weighed one by one; the prices rule out the others. */
  readonly arcs: number
  /** Times that prices were held against all sites in reach; the last found nothing better. */
  readonly rounds: number
  readonly pivots: number
}

export interface GeographicResult {
  /** By member, in the order of the input: index of the panel, or `NONE`. */
  readonly assignment: Int32Array
  /** Ten-thousandths of a mile to that panel, or `NONE`. */
  readonly distance: Int32Array
  /** Index into `reasons`. */
  readonly reasons: Uint8Array
  readonly certificate: Certificate
}

/**
 * Places all members together: as few as possible left without, then the least total distance.
 * A function of the set of members and panels: row order, threads and history have no say.
 */
export type GeographicSolver = (input: GeographicInput) => GeographicResult
