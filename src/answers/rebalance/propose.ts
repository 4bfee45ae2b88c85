import { NONE } from '../../solver/problem.ts'
import { solveRebalance } from '../../solver/fewest-moves.ts'
import type { Engine } from '../../engine/engine.ts'
import { type FullPanel, milesFrom, readExcess } from './read-excess.ts'

export interface Move {
  readonly member_id: string
  readonly provider_id: string
  readonly from_provider_id: string
}

/** A panel that has too many members, and what the moves would change. */
export interface RelievedPanel extends FullPanel {
  readonly moved: number
  readonly excess_after: number
}

export interface Proposal {
  readonly moves: readonly Move[]
  readonly panels: readonly RelievedPanel[]
  readonly addedMiles: number
}

/**
 * Proposes the smallest set of moves that brings the panels of a run under their capacity: fewest
 * members left in excess, then fewest moves, then least added miles. A visit after `visitsAfter`
 * keeps a member with their panel.
 */
export const propose = async (engine: Engine, visitsAfter: string): Promise<Proposal> => {
  const { panels, input } = await readExcess(engine, visitsAfter)
  const ends = solveRebalance(input)
  const moves: Move[] = []
  let added = 0
  const moved = new Int32Array(panels.length)
  ends.forEach((end, member) => {
    if (end === NONE) return
    const home = input.current[member] ?? 0
    const { now, after } = milesFrom(input, member, end)
    added += after - now
    moved[home]!++
    moves.push({
      member_id: input.members.ids[member] ?? '',
      provider_id: input.panels.ids[end] ?? '',
      from_provider_id: panels[home]?.provider_id ?? '',
    })
  })
  return {
    moves,
    addedMiles: added,
    panels: panels.map((panel, home) => ({
      ...panel,
      moved: moved[home] ?? 0,
      excess_after: panel.members - panel.panel_capacity - (moved[home] ?? 0),
    })),
  }
}
