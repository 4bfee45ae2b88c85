/** Means "no limit" in `room` and "nowhere" in an allocation. */
export const NONE = -1

/** How the destinations of a move share its members; `one` has a single destination and acts as `nearest`. */
export type Distribution = 'one' | 'evenly' | 'by_room' | 'nearest'

/**
 * One move. Members are in the order of their ids, destinations in the order in which they were
 * named. Member m may go to `sites[offsets[m]] … sites[offsets[m + 1] - 1]`, in any order.
 */
export interface MoveInput {
  readonly distribution: Distribution
  readonly offsets: Int32Array
  readonly sites: Int32Array
  /** By place in `sites`: whole units of distance; `NONE` if a place is unknown. */
  readonly distance: Int32Array
  /** By destination: how many it takes; `NONE` = any number. */
  readonly room: Int32Array
  /** By destination: 1 if it fills before the others. */
  readonly isFirst: Uint8Array
}

/** By member: the destination, or `NONE`. */
export type Allocation = Int32Array
