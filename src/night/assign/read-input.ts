import type { Cell, Engine } from '../../engine/engine.ts'
import {
  type CodeLists,
  type GeographicMembers,
  type GeographicPanels,
  NONE,
  gender,
  roomForMembers,
} from '../../solver/problem.ts'
import { Dictionary, countRows, numberOr, visitRows } from '../../engine/read-columns.ts'

/** Older than any member. */
const ANY_AGE = 0x7fff

/** The codes that members and panels share. */
export interface Codes {
  readonly lines: Dictionary
  readonly states: Dictionary
  readonly zips: Dictionary
}

export const newCodes = (): Codes => ({
  lines: new Dictionary(),
  states: new Dictionary(),
  zips: new Dictionary(),
})

export const genderCode = (cell: Cell): number =>
  cell === 'F' ? gender.female : cell === 'M' ? gender.male : gender.any

/** Reads a relation with the columns of assignment.geographic_member, ordered by id. */
export async function readMembers(
  engine: Engine,
  relation: string,
  codes: Codes,
): Promise<GeographicMembers> {
  const total = await countRows(engine, relation)
  const households = new Dictionary()
  const ids: string[] = []
  const members = roomForMembers(ids, total)
  const query = `
    select member_id, latitude, longitude, line_of_business, state, zip, age, gender, household_id
    from ${relation}
    order by member_id`
  await visitRows(engine, query, (cell, row) => {
    ids.push(String(cell('member_id')))
    members.latitude[row] = numberOr(cell('latitude'), NaN)
    members.longitude[row] = numberOr(cell('longitude'), NaN)
    members.line[row] = codes.lines.code(cell('line_of_business'))
    members.state[row] = codes.states.code(cell('state'))
    members.zip[row] = codes.zips.code(cell('zip'))
    members.age[row] = numberOr(cell('age'), 0)
    members.gender[row] = genderCode(cell('gender'))
    members.household[row] = households.code(cell('household_id'))
  })
  return members
}

/** Reads assignment.geographic_panel with the lists that belong to it, ordered by id. */
export async function readPanels(engine: Engine, codes: Codes): Promise<GeographicPanels> {
  const total = await countRows(engine, 'assignment.geographic_panel')
  const ids: string[] = []
  const indexOf = new Map<string, number>()
  const latitude = new Float64Array(total)
  const longitude = new Float64Array(total)
  const room = new Int32Array(total)
  const minAge = new Int32Array(total)
  const maxAge = new Int32Array(total)
  const served = new Uint8Array(total)
  const serviceRadius = new Float64Array(total)
  const query = `
    select
      provider_id, latitude, longitude, room, serves_min_age, serves_max_age, serves_gender,
      service_radius_miles
    from assignment.geographic_panel
    order by provider_id`
  await visitRows(engine, query, (cell, row) => {
    const id = String(cell('provider_id'))
    ids.push(id)
    indexOf.set(id, row)
    latitude[row] = numberOr(cell('latitude'), NaN)
    longitude[row] = numberOr(cell('longitude'), NaN)
    room[row] = numberOr(cell('room'), NONE)
    minAge[row] = numberOr(cell('serves_min_age'), 0)
    maxAge[row] = numberOr(cell('serves_max_age'), ANY_AGE)
    served[row] = genderCode(cell('serves_gender'))
    serviceRadius[row] = numberOr(cell('service_radius_miles'), NaN)
  })
  const list = (relation: string, column: string, dictionary: Dictionary) =>
    readList(engine, { relation, column }, indexOf, dictionary)
  return {
    ids,
    latitude,
    longitude,
    room,
    minAge,
    maxAge,
    gender: served,
    serviceRadius,
    lines: await list('staging.eligible_pmp', 'line_of_business', codes.lines),
    licences: await list('staging.panel_licence', 'state', codes.states),
    serviceZips: await list('staging.panel_service_zip', 'zip', codes.zips),
  }
}

/** Reads what a relation lists for each provider in `indexOf`; skips other providers. */
export async function readList(
  engine: Engine,
  { relation, column }: { readonly relation: string; readonly column: string },
  indexOf: ReadonlyMap<string, number>,
  dictionary: Dictionary,
): Promise<CodeLists> {
  const offsets = new Int32Array(indexOf.size + 1)
  const codes: number[] = []
  const query = `select provider_id, ${column} as item from ${relation} order by provider_id, item`
  await visitRows(engine, query, (cell) => {
    const index = indexOf.get(String(cell('provider_id')))
    if (index === undefined) return
    codes.push(dictionary.code(cell('item')))
    offsets[index + 1]!++
  })
  for (let i = 0; i < indexOf.size; i++) offsets[i + 1]! += offsets[i]!
  return { offsets, codes: Int32Array.from(codes) }
}
