import type { Engine } from '../../engine/engine.ts'
import type { Night } from '../night.ts'
import { greatCircle, toMiles } from '../../solver/great-circle.ts'
import { numberOr, visitRows } from '../../engine/read-columns.ts'

/** Rows handed to the engine at a time. */
const SLICE = 65_536

/** Builds assignment.pair_distance: the distance from each tied provider to the member. */
export const makePairDistance = ({ engine }: Pick<Night, 'engine'>): Promise<void> =>
  makeDistances(engine, 'pair_distance', ['member_id', 'provider_id'], tiedPlaces)

/** Builds assignment.start_distance: the distance from a request's provider to what they are to take. */
export const makeStartDistance = ({ engine }: Pick<Night, 'engine'>): Promise<void> =>
  makeDistances(engine, 'start_distance', ['part_type', 'part_id', 'provider_id'], askedPlaces)

/**
 * Builds assignment.`table` from the query `places`, which returns distinct `keys` and two places. Only
 * coordinates leave the engine and only distances go back; their rank joins them to the keys. (A table
 * cannot be appended to while a query streams: the stream would end early.)
 */
async function makeDistances(
  engine: Engine,
  table: string,
  keys: readonly string[],
  places: string,
): Promise<void> {
  const order = keys.join(', ')
  const count = await engine.first<{ total: number }>(`select count(*) as total from (${places})`)
  const miles = new Float64Array(count?.total ?? 0)
  await visitRows(engine, `select * from (${places}) order by ${order}`, (cell, row) => {
    miles[row] = toMiles(
      greatCircle(
        numberOr(cell('latitude'), NaN),
        numberOr(cell('longitude'), NaN),
        numberOr(cell('panel_latitude'), NaN),
        numberOr(cell('panel_longitude'), NaN),
      ),
    )
  })
  await engine.run('create table assignment.distance_by_rank (place_rank BIGINT, miles DOUBLE)')
  const appender = await engine.appender('assignment', 'distance_by_rank')
  for (let start = 0; start < miles.length; start += SLICE) {
    const slice = Array.from(miles.subarray(start, start + SLICE))
    appender.append([
      slice.map((_, index) => start + index + 1),
      slice.map((value) => (Number.isNaN(value) ? null : value)),
    ])
  }
  appender.close()
  await engine.run(`
    create table assignment.${table} as
    with ranked as (
      select ${order}, row_number() over (order by ${order}) as place_rank from (${places})
    )
    select ${order}, miles as distance_miles
    from ranked
    inner join assignment.distance_by_rank using (place_rank)`)
  await engine.run('drop table assignment.distance_by_rank')
}

const tiedPlaces = `
  select
    pair.member_id,
    pair.provider_id,
    member.latitude,
    member.longitude,
    panel.latitude as panel_latitude,
    panel.longitude as panel_longitude
  from assignment.pair as pair
  left join staging.member as member on pair.member_id = member.member_id
  left join staging.panel as panel on pair.provider_id = panel.provider_id`

const askedPlaces = `
  select distinct
    proposed_start.part_type,
    proposed_start.part_id,
    proposed_start.provider_id,
    start_place.latitude,
    start_place.longitude,
    panel.latitude as panel_latitude,
    panel.longitude as panel_longitude
  from assignment.proposed_start as proposed_start
  left join assignment.start_place as start_place
    on proposed_start.part_type = start_place.part_type
    and proposed_start.part_id = start_place.part_id
  left join staging.panel as panel on proposed_start.provider_id = panel.provider_id`
