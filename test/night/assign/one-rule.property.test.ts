import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import type { Engine } from '../../../src/engine/engine.ts'
import { buildMissing } from '../../../src/models/build-missing.ts'
import { createEmptyTable } from '../../../src/models/table.ts'
import { createTableOf } from '../../../src/models/table.ts'
import { relationNamed } from '../../../src/models/find.ts'
import { rooms } from '../../../src/models/rooms.ts'
import { nearestTestBuilders } from '../../../src/night/assign/adapter.ts'
import { makeReach } from '../../../src/night/assign/reach.ts'
import { newCodes, readMembers, readPanels } from '../../../src/night/assign/read-input.ts'
import { readRefusals } from '../../../src/night/assign/read-refusals.ts'
import { rawRelations } from '../../../src/night/ingest/reading/raw-relations.ts'
import { panelTestRows, panelTests } from '../../../src/rules/panel-tests.ts'
import { greatCircle, toMiles } from '../../../src/solver/great-circle.ts'
import type {
  CodeLists,
  GeographicMembers,
  GeographicPanels,
  Refusal,
} from '../../../src/solver/problem.ts'
import { mergeIntoSites } from '../../../src/solver/sites.ts'
import { solveGeographic } from '../../../src/solver/solve-geographic.ts'
import {
  isLicensed,
  isNotRefused,
  takesAge,
  takesGender,
  takesLine,
} from '../../../src/solver/takes.ts'
import { openTestEngine } from '../../models/build-context.ts'

const engine = await openTestEngine()
afterAll(() => engine.close())

const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)

/** Around 30 miles, the access standard, and 60, the most that is given. */
const place = pick(
  { latitude: 39, longitude: -86 },
  { latitude: 39.4, longitude: -86 },
  { latitude: 39.5, longitude: -86 },
  { latitude: 40.2, longitude: -86 },
  { latitude: null, longitude: null },
)

const member = fc.record({
  line_of_business: pick('medicaid', 'exchange'),
  age: pick(17, 18, 20, 21),
  gender: pick('F', 'M', 'U', null),
  state: pick('IN', 'KY', null),
  zip: pick('46204', '40202', null),
  at: place,
})

const panel = fc.record({
  on_roster: pick(true, true, true, false),
  is_pmp: pick(true, true, true, false),
  may_be_given: pick(true, true, true, false),
  panel_status: pick('open', 'open', 'open', 'established_only', 'closed'),
  serves_min_age: pick(null, null, 18),
  serves_max_age: pick(null, null, 20),
  serves_gender: pick(null, null, 'F', 'M'),
  service_radius_miles: pick(null, null, 27.6, 40),
  licence_lost: pick(false, false, true),
  room: pick(null, 3, 0),
  lines: pick(['medicaid'], ['exchange'], ['medicaid', 'exchange']),
  licences: pick(['IN'], ['KY'], ['IN', 'KY']),
  zips: pick<string[]>([], [], ['46204']),
  at: place,
})

const payer = fc.record({
  members: fc.array(member, { minLength: 1, maxLength: 12 }),
  panels: fc.array(panel, { minLength: 1, maxLength: 12 }),
  dismissals: fc.array(fc.record({ member: fc.nat(11), panel: fc.nat(11) }), { maxLength: 8 }),
})

type Payer = typeof payer extends fc.Arbitrary<infer P> ? P : never

/** What the night has before it tests the pairs: each member with each panel and one that is gone. */
const lay = async ({ members, panels, dismissals }: Payer): Promise<void> => {
  for (const room of rooms) await engine.run(`drop schema if exists ${room} cascade`)
  const put = (name: string, rows: Parameters<typeof createTableOf>[2]): Promise<void> => {
    const raw = rawRelations().find((relation) => relation.name === name)
    return createTableOf(engine, raw ?? relationNamed(name), rows)
  }
  const memberRows = members.map(({ at, ...traits }, index) => ({
    member_id: `M${index}`,
    eligible: true,
    place_source: at.latitude === null ? null : 'zip',
    ...traits,
    ...at,
  }))
  const panelRows = panels.map(({ at, lines: _lines, licences: _licences, ...traits }, index) => ({
    ...traits,
    ...at,
    provider_id: `P${index}`,
    active_from: '2020-01-01',
    has_service_zips: traits.zips.length > 0,
    zips: null,
  }))
  const each = (list: 'lines' | 'licences' | 'zips', column: string) =>
    panels.flatMap((one, index) =>
      one[list].map((value) => ({ provider_id: `P${index}`, [column]: value })),
    )
  await put('run.panel_test', panelTestRows)
  await put('run.parameter', [
    { as_of: '2026-06-30', max_distance_miles: 60, access_standard_miles: 30 },
  ])
  await put('staging.member', memberRows)
  await put('assignment.geographic_member', memberRows)
  await put('staging.panel', panelRows)
  await put('raw.provider_line_of_business', each('lines', 'line_of_business'))
  await put('staging.panel_licence', each('licences', 'state'))
  await put('staging.panel_service_zip', each('zips', 'zip'))
  await put(
    'assignment.dismissed',
    [...new Set(dismissals.map((one) => `${one.member} ${one.panel}`))].map((key) => {
      const [memberIndex, panelIndex] = key.split(' ')
      return {
        member_id: `M${memberIndex}`,
        provider_id: `P${panelIndex}`,
        dismissed_on: '2026-06-01',
      }
    }),
  )
  await put(
    'assignment.room',
    panels.map(({ room }, index) => ({ provider_id: `P${index}`, room, panel_capacity: 20 })),
  )
  await put(
    'assignment.nearest_pair',
    members.flatMap((from, m) =>
      [...panels, undefined].map((to, p) => ({
        member_id: `M${m}`,
        nearest_rank: p,
        provider_id: to === undefined ? 'GONE' : `P${p}`,
        distance_miles: to === undefined ? null : milesBetween(from.at, to.at),
      })),
    ),
  )
  for (const name of ['assignment.leaving_panel', 'assignment.assigned_provider']) {
    await createEmptyTable(engine, relationNamed(name))
  }
}

type Place = Payer['members'][number]['at']

const milesBetween = (from: Place, to: Place): number | null =>
  from.latitude === null || to.latitude === null
    ? null
    : toMiles(greatCircle(from.latitude, from.longitude ?? 0, to.latitude, to.longitude ?? 0))

/** By `M0 P1`, the tests that the pair fails. */
const failedInSql = async (): Promise<Map<string, Set<string>>> => {
  const builders = { ...nearestTestBuilders, 'assignment.reach': makeReach }
  await buildMissing(
    engine,
    ['assignment.nearest_test', 'assignment.geographic_panel', 'assignment.reach'],
    builders,
  )
  const rows = await engine.all<{ pair: string; test: string; passes: boolean }>(
    `select member_id || ' ' || provider_id as pair, test, passes from assignment.nearest_test`,
  )
  return new Map(
    [...Map.groupBy(rows, ({ pair }) => pair)].map(([pair, tests]) => [
      pair,
      new Set(tests.filter(({ passes }) => !passes).map(({ test }) => test)),
    ]),
  )
}

interface Problem {
  readonly members: GeographicMembers
  readonly panels: GeographicPanels
  readonly refusals: readonly Refusal[]
}

const readProblem = async (): Promise<Problem> => {
  const codes = newCodes()
  return {
    members: await readMembers(engine, 'assignment.geographic_member', codes),
    panels: await readPanels(engine, codes),
    refusals: await readRefusals(engine),
  }
}

/** By pair, the tests of the solver that a panel with a place fails. */
const failedInSolver = ({ members, panels, refusals }: Problem): Map<string, Set<string>> => {
  const sites = mergeIntoSites(panels, refusals)
  const failed = new Map<string, Set<string>>()
  members.ids.forEach((id, index) => {
    const own = {
      line: members.line[index]!,
      state: members.state[index]!,
      age: members.age[index]!,
      gender: members.gender[index]!,
    }
    const refused = refusals.filter((one) => one.member === index).map((one) => one.panel)
    for (let site = 0; site < sites.count; site++) {
      const type = sites.types[sites.type[site]!]!
      const passes: Readonly<Record<string, boolean>> = {
        line_of_business: takesLine(type, own),
        not_licensed: isLicensed(type, own),
        age: takesAge(type, own),
        gender: takesGender(type, own),
        dismissed: isNotRefused(type.alone, refused),
      }
      const failing = Object.keys(passes).filter((test) => !passes[test])
      const { offsets, codes } = sites.panels
      for (const at of codes.subarray(offsets[site], offsets[site + 1])) {
        failed.set(`${id} ${panels.ids[at]}`, new Set(failing))
      }
    }
  })
  return failed
}

const only = (lists: CodeLists, index: number): CodeLists => {
  const codes = lists.codes.slice(lists.offsets[index], lists.offsets[index + 1])
  return { offsets: Int32Array.of(0, codes.length), codes }
}

/** Returns whether the solver assigns the panel to the member if there is no one else. */
const isGiven = ({ members, panels, refusals }: Problem, m: number, p: number): boolean => {
  const one = <A extends Float64Array | Int32Array | Uint8Array>(array: A, index: number): A =>
    array.slice(index, index + 1) as A
  const { assignment } = solveGeographic({
    members: {
      ids: [members.ids[m]!],
      latitude: one(members.latitude, m),
      longitude: one(members.longitude, m),
      line: one(members.line, m),
      state: one(members.state, m),
      zip: one(members.zip, m),
      age: one(members.age, m),
      gender: one(members.gender, m),
      household: one(members.household, m),
    },
    panels: {
      ids: [panels.ids[p]!],
      latitude: one(panels.latitude, p),
      longitude: one(panels.longitude, p),
      room: one(panels.room, p),
      minAge: one(panels.minAge, p),
      maxAge: one(panels.maxAge, p),
      gender: one(panels.gender, p),
      serviceRadius: one(panels.serviceRadius, p),
      lines: only(panels.lines, p),
      licences: only(panels.licences, p),
      serviceZips: only(panels.serviceZips, p),
    },
    refusals: refusals.some((one_) => one_.member === m && one_.panel === p)
      ? [{ member: 0, panel: 0 }]
      : [],
    maxDistance: 60,
  })
  return assignment[0] === 0
}

const solverTests = ['line_of_business', 'not_licensed', 'age', 'gender', 'dismissed']

const neverReached = ['too_far', 'not_licensed', 'outside_service_area', 'no_room']

it('the solver, the counts of reach and the SQL models apply the same tests to every pair', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(payer, async (drawn) => {
      await lay(drawn)
      const inSql = await failedInSql()
      for (const tests of inSql.values()) for (const test of tests) seen.add(test)

      const accepting = await readProblem()
      await sameGeographicStep(accepting, inSql)
      await sameReach(engine, drawn, inSql)

      await engine.run(`
        drop table assignment.geographic_panel;
        create table assignment.geographic_panel as
        select panel.*, room.room from staging.panel inner join assignment.room using (provider_id)`)
      for (const [pair, failed] of failedInSolver(await readProblem())) {
        const sql = solverTests.filter((test) => inSql.get(pair)?.has(test))
        expect({ pair, failed: [...failed].toSorted() }).toEqual({ pair, failed: sql.toSorted() })
      }
    }),
    { numRuns: Number(process.env['EMPANEL_PROPERTY_RUNS'] ?? 10) },
  )
  const declared = panelTests.filter(({ level }) => level !== 'start').map(({ test }) => test)
  expect([...seen].toSorted()).toEqual(declared.toSorted())
})

/** Alone with a member, a panel is given where no test failed, and only there. */
const sameGeographicStep = async (
  problem: Problem,
  inSql: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<void> => {
  for (const [pair, failed] of inSql) {
    const [memberId = '', panelId = ''] = pair.split(' ')
    const p = problem.panels.ids.indexOf(panelId)
    const given = p >= 0 && isGiven(problem, problem.members.ids.indexOf(memberId), p)
    expect({ pair, given }).toEqual({ pair, given: failed.size === 0 })
  }
}

const sameReach = async (
  on: Engine,
  { members, panels }: Payer,
  inSql: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<void> => {
  const rows = await on.all<{ member_id: string; accepting_pmps: number }>(
    'select * from assignment.reach order by member_id',
  )
  const expected = members.flatMap(({ at }, m) => {
    if (at.latitude === null) return []
    const near = panels.filter((to, p) => {
      const miles = milesBetween(at, to.at)
      const failed = [...(inSql.get(`M${m} P${p}`) ?? [])]
      return miles !== null && miles <= 30 && failed.every((test) => neverReached.includes(test))
    })
    return [{ member_id: `M${m}`, accepting_pmps: Math.min(2, near.length) }]
  })
  const byId = expected.toSorted((a, b) => (a.member_id < b.member_id ? -1 : 1))
  expect(rows).toEqual(byId)
}
