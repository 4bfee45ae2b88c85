import type { Night } from '../../pipeline/night.ts'
import { greatCircle, toMiles } from './great-circle.ts'
import { countRows, numberOr, visitRows } from './read-columns.ts'

/** Rows handed to the engine at a time. */
const SLICE = 65_536

/**
 * Makes assignment.pair_distance from assignment.pair and the places in staging. Only coordinates
 * leave the engine and only distances go back; they find their pair by its rank among the ids.
 * (A table cannot be appended to while a query streams: the stream would end early.)
 */
export async function makePairDistance({ engine }: Pick<Night, 'engine'>): Promise<void> {
  const miles = new Float64Array(await countRows(engine, 'assignment.pair'))
  await visitRows(engine, placesByRank, (cell, row) => {
    miles[row] = toMiles(
      greatCircle(
        numberOr(cell('member_latitude'), NaN),
        numberOr(cell('member_longitude'), NaN),
        numberOr(cell('panel_latitude'), NaN),
        numberOr(cell('panel_longitude'), NaN),
      ),
    )
  })
  await engine.run('create table assignment.distance_by_rank (pair_rank BIGINT, miles DOUBLE)')
  const appender = await engine.appender('assignment', 'distance_by_rank')
  for (let start = 0; start < miles.length; start += SLICE) {
    const slice = Array.from(miles.subarray(start, start + SLICE))
    appender.append([
      slice.map((_, index) => start + index + 1),
      slice.map((value) => (Number.isNaN(value) ? null : value)),
    ])
  }
  appender.close()
  await engine.run(joinByRank)
  await engine.run('drop table assignment.distance_by_rank')
}

const placesByRank = `
  select
    member.latitude as member_latitude,
    member.longitude as member_longitude,
    panel.latitude as panel_latitude,
    panel.longitude as panel_longitude
  from assignment.pair as pair
  left join staging.member as member on pair.member_id = member.member_id
  left join staging.panel as panel on pair.provider_id = panel.provider_id
  order by pair.member_id, pair.provider_id`

const joinByRank = `
  create table assignment.pair_distance as
  with ranked as (
    select
      member_id,
      provider_id,
      row_number() over (order by member_id, provider_id) as pair_rank
    from assignment.pair
  )
  select ranked.member_id, ranked.provider_id, distance_by_rank.miles as distance_miles
  from ranked
  inner join assignment.distance_by_rank on ranked.pair_rank = distance_by_rank.pair_rank`
