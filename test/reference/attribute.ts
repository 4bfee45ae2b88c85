import type { Settled } from './settle.ts'
import { type Visits, ranking } from './visits.ts'

export interface Attributed {
  provider: string | null
  type: string | null
  visits: number
}

/** Claims, else self-selection, else the assignment. */
export const attribute = (
  members: Iterable<string>,
  visits: ReadonlyMap<string, ReadonlyMap<string, Visits>>,
  { assigned, honoured, carriedSelf }: Pick<Settled, 'assigned' | 'honoured' | 'carriedSelf'>,
): Map<string, Attributed> => {
  const result = new Map<string, Attributed>()
  for (const id of members) {
    const [best] = ranking(visits.get(id))
    const given = assigned.get(id)?.provider ?? null
    const chosen = honoured.get(id) ?? (carriedSelf.has(id) ? given : null)
    if (best) result.set(id, { provider: best[0], type: 'claims', visits: best[1].visits })
    else if (chosen !== null)
      result.set(id, { provider: chosen, type: 'self_selection', visits: 0 })
    else if (given !== null) result.set(id, { provider: given, type: 'assignment', visits: 0 })
    else result.set(id, { provider: null, type: null, visits: 0 })
  }
  return result
}
