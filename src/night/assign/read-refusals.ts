import type { Engine } from '../../engine/engine.ts'
import type { Refusal } from '../../solver/problem.ts'
import { withPlaces } from './places.ts'
import { visitRows } from '../../engine/read-columns.ts'

/**
 * Reads the pairs of assignment.dismissed among the members and panels of the geographic step, by their
 * positions in the order of ids, in which both are read.
 */
export async function readRefusals(engine: Engine): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  const query = `
    ${withPlaces}
    select member.place as member, panel.place as panel
    from assignment.dismissed
    inner join member using (member_id)
    inner join panel using (provider_id)
    order by member.place, panel.place`
  await visitRows(engine, query, (cell) => {
    refusals.push({ member: Number(cell('member')), panel: Number(cell('panel')) })
  })
  return refusals
}
