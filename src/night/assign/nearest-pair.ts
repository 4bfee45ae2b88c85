import type { Engine } from '../../engine/engine.ts'
import type { Night } from '../night.ts'
import { toMiles } from '../../solver/great-circle.ts'
import { groupMembers } from '../../solver/groups.ts'
import { NONE, type GeographicPanels, gender } from '../../solver/problem.ts'
import { visitRows } from '../../engine/read-columns.ts'
import { type Codes, newCodes, readList, readMembers } from './read-input.ts'
import { SiteIndex } from '../../solver/site-index.ts'
import { mergeIntoSites } from '../../solver/sites.ts'

/** How many PMPs are listed for manual assignment. */
const NAMED = 3

/**
 * Builds assignment.nearest_pair: each member with a place that the geographic step left unassigned, and
 * the nearest PMPs of their line of business, with or without a failed test.
 */
export async function makeNearestPair({ engine }: Pick<Night, 'engine'>): Promise<void> {
  await engine.run(`
    create table assignment.nearest_pair (
      member_id VARCHAR, nearest_rank INTEGER, provider_id VARCHAR, distance_miles DOUBLE
    )`)
  const codes = newCodes()
  const members = await readMembers(engine, 'assignment.unplaced_member', codes)
  // Only the line of business matters here.
  const panels = await readPmps(engine, codes)
  const sites = mergeIntoSites(panels)
  const groups = groupMembers({
    members: { ...members, state: new Int32Array(members.ids.length) },
    sites,
  })
  const index = new SiteIndex({ sites, groups, reach: Infinity, most: NAMED })
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
 * Returns the nearest panels; of equal distances, the lower id. Sites are ordered by their lowest id, so
 * these panels are all in the nearest `NAMED` sites.
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
  // Panels are in the order of their ids, so their index orders them by id.
  return panels
    .sort((a, b) => a.distance - b.distance || a.panel - b.panel)
    .slice(0, NAMED)
    .map(({ panel, distance }) => ({ id: ids[panel]!, distance }))
}

/** Reads every PMP on the roster that has a place, as if it took every member of its lines. */
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
    lines: await readList(
      engine,
      { relation: 'staging.eligible_pmp', column: 'line_of_business' },
      indexOf,
      codes.lines,
    ),
    licences: {
      offsets: Int32Array.from({ length: total + 1 }, (_, index) => index),
      codes: new Int32Array(total),
    },
    serviceZips: { offsets: new Int32Array(total + 1), codes: new Int32Array(0) },
  }
}

const pmpsWithPlace = `
  select panel.provider_id, panel.latitude, panel.longitude
  from staging.panel as panel
  where
    panel.latitude is not null
    and panel.longitude is not null
    and panel.provider_id in (select provider_id from staging.eligible_pmp)
  order by panel.provider_id`
