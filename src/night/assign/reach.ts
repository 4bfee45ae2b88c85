import type { Engine } from '../../engine/engine.ts'
import type { Night } from '../night.ts'
import { greatCircle, toUnits } from '../../solver/great-circle.ts'
import { numberOr, visitRows } from '../../engine/read-columns.ts'
import {
  type MemberTraits,
  type PanelTraits,
  isNotRefused,
  servesMember,
} from '../../solver/takes.ts'
import { genderCode } from './read-input.ts'

/** Counting stops here: reports need no more. */
const ENOUGH = 2

/** Rows handed to the engine at a time. */
const SLICE = 65_536

/** Slightly less than one degree along a meridian of the sphere of `greatCircle`. */
const MILES_PER_DEGREE = 69

interface Panel extends Pick<PanelTraits, 'minAge' | 'maxAge' | 'gender'> {
  readonly id: string
  readonly latitude: number
  readonly longitude: number
}

interface Person extends Pick<MemberTraits, 'age' | 'gender'> {
  readonly latitude: number
  readonly longitude: number
  /** The panels that dismissed them. */
  readonly dismissedBy: readonly string[]
}

/** Builds assignment.reach: for each member, the number of accepting PMPs within the access standard. */
export async function makeReach({ engine }: Pick<Night, 'engine'>): Promise<void> {
  const parameter = await engine.first<{ miles: number }>(
    'select access_standard_miles as miles from run.parameter',
  )
  const miles = parameter?.miles ?? 0
  const panels = await acceptingByLine(engine)
  const dismissed = await dismissals(engine)
  const ids: string[] = []
  const counts: number[] = []
  await visitRows(engine, membersWithPlace, (cell) => {
    const open = panels.get(String(cell('line_of_business'))) ?? []
    const id = String(cell('member_id'))
    ids.push(id)
    counts.push(
      countWithin(miles, open, {
        latitude: numberOr(cell('latitude'), NaN),
        longitude: numberOr(cell('longitude'), NaN),
        age: numberOr(cell('age'), 0),
        gender: genderCode(cell('gender')),
        dismissedBy: dismissed.get(id) ?? [],
      }),
    )
  })
  await engine.run('create table assignment.reach (member_id VARCHAR, accepting_pmps INTEGER)')
  const appender = await engine.appender('assignment', 'reach')
  for (let start = 0; start < ids.length; start += SLICE) {
    appender.append([ids.slice(start, start + SLICE), counts.slice(start, start + SLICE)])
  }
  appender.close()
}

/** Reads the panels of each line of business from south to north, so that few must be measured. */
const acceptingByLine = async (engine: Engine): Promise<Map<string, Panel[]>> => {
  const byLine = new Map<string, Panel[]>()
  await visitRows(engine, acceptingPanels, (cell) => {
    const line = String(cell('line_of_business'))
    const panels = byLine.get(line) ?? []
    byLine.set(line, panels)
    panels.push({
      id: String(cell('provider_id')),
      latitude: numberOr(cell('latitude'), NaN),
      longitude: numberOr(cell('longitude'), NaN),
      minAge: numberOr(cell('serves_min_age'), -Infinity),
      maxAge: numberOr(cell('serves_max_age'), Infinity),
      gender: genderCode(cell('serves_gender')),
    })
  })
  return byLine
}

/** Reads the panels that dismissed each member; most members have none. */
const dismissals = async (engine: Engine): Promise<Map<string, string[]>> => {
  const byMember = new Map<string, string[]>()
  const query =
    'select member_id, provider_id from assignment.dismissed order by member_id, provider_id'
  await visitRows(engine, query, (cell) => {
    const member = String(cell('member_id'))
    byMember.set(member, [...(byMember.get(member) ?? []), String(cell('provider_id'))])
  })
  return byMember
}

const countWithin = (miles: number, panels: readonly Panel[], person: Person): number => {
  const degrees = miles / MILES_PER_DEGREE
  const units = toUnits(miles)
  const { latitude, longitude } = person
  const isWithin = (panel: Panel): boolean =>
    accepts(panel, person) &&
    greatCircle(latitude, longitude, panel.latitude, panel.longitude) <= units
  let count = 0
  // From the person outwards, because enough panels are usually near.
  let south = firstFrom(panels, latitude)
  let north = south
  while (count < ENOUGH) {
    const above = panels[north]
    const below = panels[south - 1]
    const isAbove = above !== undefined && above.latitude <= latitude + degrees
    const isBelow = below !== undefined && below.latitude >= latitude - degrees
    if (!isAbove && !isBelow) break
    if (isAbove && (!isBelow || above.latitude - latitude <= latitude - below.latitude)) {
      north += 1
      if (isWithin(above)) count += 1
    } else if (isBelow) {
      south -= 1
      if (isWithin(below)) count += 1
    }
  }
  return count
}

const accepts = (panel: Panel, person: Person): boolean =>
  isNotRefused(panel.id, person.dismissedBy) && servesMember(panel, person)

/** Returns the index of the first panel at this latitude or north of it. */
const firstFrom = (panels: readonly Panel[], latitude: number): number => {
  let low = 0
  let high = panels.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((panels[middle]?.latitude ?? Infinity) < latitude) low = middle + 1
    else high = middle
  }
  return low
}

const membersWithPlace = `
  select member_id, line_of_business, latitude, longitude, age, gender
  from staging.member
  where eligible and place_source is not null
  order by member_id`

const acceptingPanels = `
  select
    accepting_panel.provider_id,
    eligible_pmp.line_of_business,
    accepting_panel.latitude,
    accepting_panel.longitude,
    accepting_panel.serves_min_age,
    accepting_panel.serves_max_age,
    accepting_panel.serves_gender
  from assignment.accepting_panel as accepting_panel
  inner join staging.eligible_pmp as eligible_pmp
    on accepting_panel.provider_id = eligible_pmp.provider_id
  order by eligible_pmp.line_of_business, accepting_panel.latitude, accepting_panel.provider_id`
