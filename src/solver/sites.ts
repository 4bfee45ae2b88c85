import { toUnits } from './great-circle.ts'
import { orderById } from './order.ts'
import { UNLIMITED } from './panel-tree.ts'
import {
  NONE,
  type CodeLists,
  type CostTerms,
  type GeographicPanels,
  type Refusal,
} from './problem.ts'
import type { PanelTraits } from './takes.ts'

/** Which members a panel takes, apart from where they live. */
export interface PanelType extends PanelTraits {
  /** The only panel of this type, if some member is refused it; else `NONE`. */
  readonly alone: number
  /** Used with cost terms: the languages spoken, and the cost of the tier. */
  readonly languages: ReadonlySet<number>
  readonly tier: number
}

/** Panels of one place that take the same members, merged: they cost the same, so only their total room matters. */
export interface Sites {
  readonly count: number
  readonly latitude: Float64Array
  readonly longitude: Float64Array
  readonly room: Int32Array
  /** Index into `types`. */
  readonly type: Int32Array
  readonly types: readonly PanelType[]
  /** Ten-thousandths of a mile; `NONE` without a radius. */
  readonly radius: Float64Array
  /** The ZIPs that the site names; null without any. */
  readonly zips: readonly (ReadonlySet<number> | null)[]
  /** The panels of each site, ordered by id. */
  readonly panels: CodeLists
}

/**
 * Merges the panels that have a place into sites, ordered by their first panel's id. A panel that some
 * member is refused is a type and a site of its own, because it takes other members. A panel that some
 * member is tied to is a site of its own, because it costs that member less.
 */
export function mergeIntoSites(
  panels: GeographicPanels,
  refusals: readonly Refusal[] = [],
  terms?: CostTerms,
): Sites {
  const tied = new Set(terms?.ties.codes)
  const refused = new Set(refusals.map(({ panel }) => panel))
  const typeByKey = new Map<string, number>()
  const types: PanelType[] = []
  const siteByKey = new Map<string, number>()
  const first: number[] = []
  const typeOfSite: number[] = []
  const zips: (ReadonlySet<number> | null)[] = []
  const members: number[][] = []
  for (const panel of orderById(panels.ids)) {
    const latitude = panels.latitude[panel]!
    const longitude = panels.longitude[panel]!
    if (Number.isNaN(latitude) || Number.isNaN(longitude)) continue
    const lines = codesOf(panels.lines, panel)
    const licences = codesOf(panels.licences, panel)
    const minAge = panels.minAge[panel]!
    const maxAge = panels.maxAge[panel]!
    const gender = panels.gender[panel]!
    const alone = refused.has(panel) ? panel : NONE
    const languages = terms ? codesOf(terms.languages, panel) : []
    const tier = terms?.tier[panel] ?? 0
    const served = [lines.join(), licences.join(), minAge, maxAge, gender, alone]
    const typeKey = [...served, languages.join(), tier].join('|')
    let type = typeByKey.get(typeKey)
    if (type === undefined) {
      type = types.length
      typeByKey.set(typeKey, type)
      const sets = { lines: new Set(lines), licences: new Set(licences) }
      types.push({
        ...sets,
        minAge,
        maxAge,
        gender,
        alone,
        languages: new Set(languages),
        tier,
      })
    }
    const named = codesOf(panels.serviceZips, panel)
    const radius = panels.serviceRadius[panel]!
    const siteKey = [
      latitude,
      longitude,
      type,
      radius,
      named.join(),
      tied.has(panel) ? panel : '',
    ].join('|')
    let site = siteByKey.get(siteKey)
    if (site === undefined) {
      site = first.length
      siteByKey.set(siteKey, site)
      first.push(panel)
      typeOfSite.push(type)
      zips.push(named.length > 0 ? new Set(named) : null)
      members.push([])
    }
    members[site]!.push(panel)
  }
  const radiusOf = (panel: number): number => {
    const miles = panels.serviceRadius[panel]!
    return Number.isNaN(miles) ? NONE : toUnits(miles)
  }
  return {
    count: first.length,
    latitude: Float64Array.from(first, (panel) => panels.latitude[panel]!),
    longitude: Float64Array.from(first, (panel) => panels.longitude[panel]!),
    room: Int32Array.from(members, (list) => roomOf(list, panels.room)),
    type: Int32Array.from(typeOfSite),
    types,
    radius: Float64Array.from(first, radiusOf),
    zips,
    panels: toLists(members),
  }
}

/** The total room; `UNLIMITED` if one panel has no limit or the total is too large. */
function roomOf(list: readonly number[], room: Int32Array): number {
  let sum = 0
  for (const panel of list) {
    if (room[panel] === NONE) return UNLIMITED
    sum += room[panel]!
  }
  return Math.min(sum, UNLIMITED)
}

/** The distinct codes of one item, ascending. */
function codesOf({ offsets, codes }: CodeLists, item: number): number[] {
  const list = [...new Set(codes.subarray(offsets[item]!, offsets[item + 1]!))]
  return list.sort((a, b) => a - b)
}

function toLists(lists: readonly (readonly number[])[]): CodeLists {
  const offsets = new Int32Array(lists.length + 1)
  lists.forEach((list, index) => {
    offsets[index + 1] = offsets[index]! + list.length
  })
  return { offsets, codes: Int32Array.from(lists.flat()) }
}
