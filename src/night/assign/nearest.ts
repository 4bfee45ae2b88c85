import type { Engine } from '../../engine/engine.ts'
import type { Night } from '../night.ts'
import { toMiles } from '../../solver/great-circle.ts'
import { groupMembers } from '../../solver/groups.ts'
import { NONE, type GeographicPanels, gender } from '../../solver/problem.ts'
import { visitRows } from '../../engine/read-columns.ts'
import { type Codes, newCodes, readList, readMembers } from './read-input.ts'
import { SiteIndex } from '../../solver/site-index.ts'
import { mergeIntoSites } from '../../solver/sites.ts'

/** How many PMPs are named to whoever assigns by hand. */
const NAMED = 3

/**
 * Makes assignment.nearest: for each member with a place whom the geographic step left without, the
 * nearest PMPs of their line of business, whatever stopped them.
 */
export async function makeNearest({ engine }: Pick<Night, 'engine'>): Promise<void> {
  await engine.run(membersLeftOut)
  await engine.run(`
    create table assignment.nearest_pair (
      member_id VARCHAR, nearest_rank INTEGER, provider_id VARCHAR, distance_miles DOUBLE
    )`)
  await appendNearest(engine)
  await engine.run(whatStopped)
  await engine.run('drop table assignment.nearest_pair; drop table assignment.left_out')
}

async function appendNearest(engine: Engine): Promise<void> {
  const codes = newCodes()
  const members = await readMembers(engine, 'assignment.left_out', codes)
  // Only the line of business matters here.
  const panels = await readPmps(engine, codes)
  const sites = mergeIntoSites(panels)
  const groups = groupMembers({ ...members, state: new Int32Array(members.ids.length) }, sites)
  const index = new SiteIndex(sites, groups, Infinity, NAMED)
  const appender = await engine.appender('assignment', 'nearest_pair')
  for (let group = 0; group < groups.count; group++) {
    const nearest = nearestPanels(index, sites.panels, group, panels.ids)
    const { offsets, codes: memberIndex } = groups.members
    const rows = Array.from(memberIndex.subarray(offsets[group]!, offsets[group + 1]!), (m) =>
      nearest.map((panel, i) => ({ ...panel, member: members.ids[m]!, rank: i + 1 })),
    ).flat()
    appender.append([
      rows.map(({ member }) => member),
      rows.map(({ rank }) => rank),
      rows.map(({ id }) => id),
      rows.map(({ distance }) => toMiles(distance)),
    ])
  }
  appender.close()
}

/**
 * The nearest panels, of equal distances the lower id. As sites are ordered by their lowest id, those
 * panels are all in the nearest `NAMED` sites.
 */
function nearestPanels(
  index: SiteIndex,
  { offsets, codes }: { readonly offsets: Int32Array; readonly codes: Int32Array },
  group: number,
  ids: readonly string[],
): { readonly id: string; readonly distance: number }[] {
  const count = index.cheapest(group, NAMED, Infinity)
  const panels: { readonly panel: number; readonly distance: number }[] = []
  for (let i = 0; i < count; i++) {
    const site = index.found[i]!
    for (const panel of codes.subarray(offsets[site]!, offsets[site + 1]!)) {
      panels.push({ panel, distance: index.foundCost[i]! })
    }
  }
  // Panels were read in the order of their ids, so the index orders them alike.
  return panels
    .sort((a, b) => a.distance - b.distance || a.panel - b.panel)
    .slice(0, NAMED)
    .map(({ panel, distance }) => ({ id: ids[panel]!, distance }))
}

/** Every PMP on the roster that has a place, as if it took anybody of its lines. */
async function readPmps(engine: Engine, codes: Codes): Promise<GeographicPanels> {
  const ids: string[] = []
  const indexOf = new Map<string, number>()
  const latitude: number[] = []
  const longitude: number[] = []
  await visitRows(engine, pmpsWithPlace, (cell, row) => {
    const id = String(cell('provider_id'))
    ids.push(id)
    indexOf.set(id, row)
    latitude.push(Number(cell('latitude')))
    longitude.push(Number(cell('longitude')))
  })
  const total = ids.length
  return {
    ids,
    latitude: Float64Array.from(latitude),
    longitude: Float64Array.from(longitude),
    room: new Int32Array(total).fill(NONE),
    minAge: new Int32Array(total),
    maxAge: new Int32Array(total).fill(0x7fff),
    gender: new Uint8Array(total).fill(gender.any),
    serviceRadius: new Float64Array(total).fill(NaN),
    lines: await readList(engine, 'staging.eligible_pmp', 'line_of_business', indexOf, codes.lines),
    licences: {
      offsets: Int32Array.from({ length: total + 1 }, (_, index) => index),
      codes: new Int32Array(total),
    },
    serviceZips: { offsets: new Int32Array(total + 1), codes: new Int32Array(0) },
  }
}

const membersLeftOut = `
  create table assignment.left_out as
  select geographic_member.*
  from assignment.geographic_member as geographic_member
  inner join assignment.geographic as geographic
    on geographic_member.member_id = geographic.member_id
  where geographic.provider_id is null`

const pmpsWithPlace = `
  select panel.provider_id, panel.latitude, panel.longitude
  from staging.panel as panel
  where
    panel.latitude is not null
    and panel.longitude is not null
    and panel.provider_id in (select provider_id from staging.eligible_pmp)
  order by panel.provider_id`

/**
 * The tests of the geographic step in the order of the rule, but distance before room: a full panel
 * out of reach is out of reach. Whoever passes all else found no room, since as many as possible
 * were placed.
 */
const whatStopped = `
  create table assignment.nearest as
  with licence as (
    select provider_id, string_agg(state, '|' order by state) as states
    from staging.panel_licence
    group by provider_id
  ),
  compared as (
    select
      pair.*,
      member.age,
      member.gender,
      member.state,
      member.zip,
      panel.specialty,
      panel.panel_status,
      panel.may_be_given,
      panel.serves_min_age,
      panel.serves_max_age,
      panel.serves_gender,
      panel.service_radius_miles,
      room.panel_capacity,
      licence.states,
      parameter.max_distance_miles,
      member.age < panel.serves_min_age as is_too_young,
      member.age > panel.serves_max_age as is_too_old,
      member.gender in ('F', 'M') and member.gender <> panel.serves_gender as is_other_gender,
      panel.state as practice_state,
      panel.licence_lost,
      dismissed.dismissed_on,
      panel_licence.provider_id is not null as is_licensed,
      (panel.service_radius_miles is null and not panel.has_service_zips)
      or coalesce(pair.distance_miles <= panel.service_radius_miles, false)
      or service_zip.provider_id is not null as is_covered
    from assignment.nearest_pair as pair
    cross join run.parameter as parameter
    inner join assignment.left_out as member on pair.member_id = member.member_id
    inner join staging.panel as panel on pair.provider_id = panel.provider_id
    left join assignment.room as room on pair.provider_id = room.provider_id
    left join licence on pair.provider_id = licence.provider_id
    left join assignment.dismissed as dismissed
      on pair.member_id = dismissed.member_id and pair.provider_id = dismissed.provider_id
    left join staging.panel_licence as panel_licence
      on pair.provider_id = panel_licence.provider_id and member.state = panel_licence.state
    left join staging.panel_service_zip as service_zip
      on pair.provider_id = service_zip.provider_id and member.zip = service_zip.zip
  ),
  tested as (
    select
      *,
      case
        when licence_lost then 'licence_lost'
        when dismissed_on is not null then 'dismissed'
        when is_too_young or is_too_old then 'age'
        when is_other_gender then 'gender'
        when not may_be_given then 'may_not_be_given'
        when panel_status = 'established_only' then 'panel_established_only'
        when panel_status <> 'open' then 'panel_closed'
        when not is_licensed then 'not_licensed'
        when not is_covered then 'outside_service_area'
        when distance_miles > max_distance_miles then 'too_far'
        else 'no_room'
      end as stopped_by
    from compared
  )
  select
    member_id,
    nearest_rank,
    provider_id,
    distance_miles,
    stopped_by,
    case stopped_by
      when 'licence_lost' then practice_state
      when 'dismissed' then cast(dismissed_on as varchar)
      when 'age' then cast(age as varchar)
      when 'gender' then gender
      when 'may_not_be_given' then specialty
      when 'panel_established_only' then panel_status
      when 'panel_closed' then panel_status
      when 'not_licensed' then state
      when 'outside_service_area'
        then case
          when service_radius_miles is null then zip
          else cast(distance_miles as varchar)
        end
      when 'too_far' then cast(distance_miles as varchar)
      when 'no_room' then '0'
    end as found,
    case stopped_by
      when 'licence_lost' then states
      when 'age'
        then cast(case when is_too_young then serves_min_age else serves_max_age end as varchar)
      when 'gender' then serves_gender
      when 'panel_established_only' then 'open'
      when 'panel_closed' then 'open'
      when 'not_licensed' then states
      when 'outside_service_area' then cast(service_radius_miles as varchar)
      when 'too_far' then cast(max_distance_miles as varchar)
      when 'no_room' then cast(panel_capacity as varchar)
    end as limit_value
  from tested
  order by member_id, nearest_rank`
