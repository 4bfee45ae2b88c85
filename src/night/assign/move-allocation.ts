import type { Engine } from '../../engine/engine.ts'
import type { Night } from '../night.ts'
import { visitRows } from '../../engine/read-columns.ts'
import { allocate } from '../../solver/moves/allocate.ts'
import { NONE } from '../../solver/moves/move-problem.ts'
import { OptionReader, type ReadMove } from './read-move-options.ts'

/** Rows handed to the engine at a time. */
const SLICE = 65_536

/**
 * Builds assignment.move_allocation from assignment.move_option. Of several moves on one night, the one
 * that was approved first takes its seats first.
 */
export async function makeMoveAllocation({ engine }: Pick<Night, 'engine'>): Promise<void> {
  const reader = new OptionReader()
  await visitRows(engine, options, (cell) => reader.take(cell))
  await engine.run(
    'create table assignment.move_allocation (request_id VARCHAR, member_id VARCHAR, provider_id VARCHAR)',
  )
  const taken = new Map<string, number>()
  for (const move of reader.moves) {
    const left = move.input.room.map((room, site) =>
      room === NONE ? NONE : Math.max(0, room - (taken.get(move.providers[site]!) ?? 0)),
    )
    const sites = allocate({ ...move.input, room: left })
    for (const site of sites) {
      const provider = move.providers[site]
      if (provider !== undefined) taken.set(provider, (taken.get(provider) ?? 0) + 1)
    }
    await append(engine, move, sites)
  }
}

const append = async (engine: Engine, move: ReadMove, sites: Int32Array): Promise<void> => {
  const appender = await engine.appender('assignment', 'move_allocation')
  for (let start = 0; start < sites.length; start += SLICE) {
    const slice = sites.subarray(start, start + SLICE)
    appender.append([
      Array.from(slice, () => move.requestId),
      move.members.slice(start, start + SLICE),
      Array.from(slice, (site) => move.providers[site] ?? null),
    ])
  }
  appender.close()
}

const options = `
  select
    request_id, member_id, provider_id, distribution, is_first, passes, distance_miles, room
  from assignment.move_option
  order by approved_on, request_id, member_id, destination_rank, provider_id`
