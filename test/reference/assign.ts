import { optimum } from './geographic.ts'
import type { Member } from './members.ts'
import type { Payer } from './payer.ts'
import { type Prior, type Settled, type VisitCounts, settle } from './settle.ts'
import type { Start } from './starts.ts'

export interface Assignment extends Omit<Settled, 'waiting' | 'book'> {
  /** The members that the geographic step has to place, and the least it can leave and cost. */
  geographic: { members: string[]; left: number; cost: number }
}

export const assign = async (
  original: Payer,
  members: ReadonlyMap<string, Member>,
  visits: VisitCounts,
  priors: ReadonlyMap<string, Prior>,
  before: ReadonlyMap<string, Start> = new Map(),
): Promise<Assignment> => {
  const settled = settle(original, members, visits, priors, before)
  const { assigned, starts, honoured, carriedSelf, waiting, book } = settled
  const { payer } = book
  const used = new Map<string, number>()
  for (const { provider } of assigned.values()) {
    if (provider !== null) used.set(provider, (used.get(provider) ?? 0) + 1)
  }
  const room = new Map(
    payer.providers.map((provider) => [
      provider.provider_id,
      provider.panel_capacity === ''
        ? Infinity
        : Math.max(0, Number(provider.panel_capacity) - (used.get(provider.provider_id) ?? 0)),
    ]),
  )
  const geographic = await optimum(payer, waiting, members, room, book.isDismissed)
  return {
    assigned,
    starts,
    honoured,
    carriedSelf,
    geographic: { members: waiting, ...geographic },
  }
}
