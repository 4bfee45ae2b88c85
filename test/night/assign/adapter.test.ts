import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  makeGeographic,
  makeNearestPair,
  nearestTestBuilders,
} from '../../../src/night/assign/adapter.ts'
import { buildMissing } from '../../../src/models/build-missing.ts'
import { panelTestRows } from '../../../src/rules/panel-tests.ts'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import { relationNamed } from '../../../src/models/find.ts'
import { columnsOf } from '../../../src/models/relation.ts'
import { createEmptyTable, createTableOf } from '../../../src/models/table.ts'
import { emptyManifest } from '../../../src/runs/manifest.ts'

let engine: Engine

beforeEach(async () => {
  engine = await openDuckDb({ spool: mkdtempSync(join(tmpdir(), 'empanel-')), threads: 2 })
  await engine.run(`
    create schema run; create schema staging; create schema assignment;
    create table run.parameter as select date '2026-06-30' as as_of,
      60.0::double as max_distance_miles, 0.0::double as beyond_standard_miles,
      0.0::double as household_miles, 0.0::double as relationship_miles,
      0.0::double as language_miles, 0.0::double as quality_tier_miles, 3 as unrated_tier;
    create table staging.panel (
      provider_id VARCHAR, latitude DOUBLE, longitude DOUBLE, specialty VARCHAR,
      panel_status VARCHAR, may_be_given BOOLEAN, serves_min_age INTEGER, serves_max_age INTEGER,
      serves_gender VARCHAR, service_radius_miles DOUBLE, has_service_zips BOOLEAN,
      licence_lost BOOLEAN, state VARCHAR default 'IN', on_roster BOOLEAN default true,
      is_pmp BOOLEAN default true, active_from DATE, active_to DATE, panel_capacity INTEGER
    );
    create table assignment.dismissed (
      member_id VARCHAR, provider_id VARCHAR, dismissed_on DATE
    );
    create table staging.eligible_pmp (provider_id VARCHAR, line_of_business VARCHAR);
    create table staging.panel_licence (provider_id VARCHAR, state VARCHAR);
    create table staging.panel_service_zip (provider_id VARCHAR, zip VARCHAR);
    create table assignment.room (provider_id VARCHAR, panel_capacity INTEGER, room INTEGER);
    create table assignment.geographic_member (
      member_id VARCHAR, latitude DOUBLE, longitude DOUBLE, state VARCHAR, zip VARCHAR,
      line_of_business VARCHAR, age INTEGER, gender VARCHAR, household_id VARCHAR
    )`)
})

afterEach(() => engine.close())

interface PanelRow {
  id: string
  north: number
  room?: number
  line?: string
  state?: string
  columns?: string
  zip?: string
  lost?: boolean
}

/** A panel some degrees north of the equator; `columns` are its traits as the table has them. */
async function addPanel({
  id,
  north,
  room,
  line = 'medicaid',
  state = 'IN',
  columns,
  zip,
  lost = false,
}: PanelRow) {
  const traits = columns ?? `'207Q00000X', 'open', true, null, null, null, null`
  await engine.run(`
    insert into staging.panel values ('${id}', ${north}, 0, ${traits}, ${zip !== undefined}, ${lost}, 'IN', true, true, '2020-01-01', null, ${room ?? null});
    insert into staging.eligible_pmp values ('${id}', '${line}');
    insert into staging.panel_licence values ('${id}', '${state}');
    insert into assignment.room values ('${id}', ${room ?? null}, ${room ?? null});`)
  if (zip) await engine.run(`insert into staging.panel_service_zip values ('${id}', '${zip}')`)
}

const addMember = (id: string, columns = `0, 0, 'IN', '46204', 'medicaid', 40, 'F', null`) =>
  engine.run(`insert into assignment.geographic_member values ('${id}', ${columns})`)

async function solve() {
  await engine.run(`
    create table assignment.geographic_panel as
    select panel.*, room.room from staging.panel join assignment.room using (provider_id)
    where may_be_given and panel_status = 'open'`)
  const manifest = emptyManifest()
  await makeGeographic({ engine, manifest })
  await engine.run(`
    create table staging.member as select * from assignment.geographic_member;
    create table assignment.assigned_provider as
    select member_id, provider_id, 'geographic' as basis from assignment.geographic
    where provider_id is not null`)
  await createEmptyTable(engine, relationNamed('assignment.leaving_panel'))
  await createTableOf(engine, relationNamed('run.panel_test'), panelTestRows)
  await buildMissing(engine, ['assignment.nearest'], {
    ...nearestTestBuilders,
    'assignment.nearest_pair': makeNearestPair,
  })
  return manifest
}

describe('the geographic step in the engine', () => {
  test('has a row for every member and certifies the optimum in the manifest', async () => {
    await addPanel({ id: 'p1', north: 0.1, room: 1 })
    await addPanel({ id: 'p2', north: 0.2, state: 'KY' })
    await addMember('m2')
    await addMember('m1')
    await addMember('m3', `null, null, 'IN', null, 'medicaid', 40, 'F', null`)
    const manifest = await solve()
    expect(
      await engine.all(
        'select member_id, provider_id, distance_miles, reason from assignment.geographic order by 1',
      ),
    ).toEqual([
      { member_id: 'm1', provider_id: 'p1', distance_miles: 6.9094, reason: null },
      { member_id: 'm2', provider_id: null, distance_miles: null, reason: 'no_room_in_reach' },
      { member_id: 'm3', provider_id: null, distance_miles: null, reason: 'not_locatable' },
    ])
    expect(manifest.certificate).toMatchObject({
      members: 3,
      notLocatable: 1,
      assigned: 1,
      leftOut: 1,
      totalMiles: 6.9094,
      lowerBoundMiles: 6.9094,
      totalCostMiles: 6.9094,
      shortage: { members: 2, seats: 1 },
      gap: 0,
    })
  })

  test('never assigns a provider who dismissed the member, even the nearest', async () => {
    await addPanel({ id: 'p1', north: 0.1 })
    await addPanel({ id: 'p2', north: 0.2 })
    for (const id of ['m1', 'm2', 'm3']) await addMember(id)
    await engine.run(`insert into assignment.dismissed values
      ('m2', 'p1', '2026-06-01'), ('m2', 'gone', '2026-06-01'), ('m9', 'p1', '2026-06-01'),
      ('m3', 'p1', '2026-06-01'), ('m3', 'p2', '2026-06-01')`)
    const manifest = await solve()
    expect(
      await engine.all('select member_id, provider_id from assignment.geographic order by 1'),
    ).toEqual([
      { member_id: 'm1', provider_id: 'p1' },
      { member_id: 'm2', provider_id: 'p2' },
      { member_id: 'm3', provider_id: null },
    ])
    expect(manifest.certificate).toMatchObject({ leftOut: 1, gap: 0 })
    expect(
      await engine.all('select provider_id, stopped_by, found from assignment.nearest order by 1'),
    ).toEqual([
      { provider_id: 'p1', stopped_by: 'dismissed', found: '2026-06-01' },
      { provider_id: 'p2', stopped_by: 'dismissed', found: '2026-06-01' },
    ])
  })

  test('builds the columns that the headers declare', async () => {
    await addPanel({ id: 'p1', north: 0.1 })
    await addMember('m1')
    await solve()
    for (const name of ['assignment.geographic', 'assignment.nearest']) {
      expect(await engine.describe(`select * from ${name}`)).toEqual(columnsOf(relationNamed(name)))
    }
  })

  test('builds both relations without members', async () => {
    await solve()
    expect(await engine.all('select * from assignment.geographic')).toEqual([])
    expect(await engine.all('select * from assignment.nearest')).toEqual([])
  })
})

describe('a policy that counts more than miles', () => {
  beforeEach(async () => {
    await addPanel({ id: 'p1', north: 0.1 })
    await addPanel({ id: 'p2', north: 0.2 })
    await addPanel({ id: 'p3', north: 0.3 })
    await engine.run(`
      alter table staging.panel add column quality_tier INTEGER;
      update staging.panel set quality_tier = 1 where provider_id = 'p1';
      alter table assignment.geographic_member add column language VARCHAR;
      alter table assignment.geographic_member add column access_standard_miles DOUBLE default 10;
      create table assignment.panel_language as
      select provider_id, if(provider_id = 'p2', 'es', 'en') as language from staging.panel;
      create table assignment.geographic_tie (
        member_id VARCHAR, provider_id VARCHAR, is_household BOOLEAN, is_relationship BOOLEAN
      )`)
  })

  const weigh = (weights: string) => engine.run(`update run.parameter set ${weights}`)
  const addWishing = (id: string, language = 'null') =>
    addMember(id, `0, 0, 'IN', '46204', 'medicaid', 40, 'F', null, ${language}, 10`)
  const answers = async () => {
    await solve()
    return engine.all(`
      select member_id, provider_id, cost_miles, nearest_provider_id, nearest_distance_miles
      from assignment.geographic order by 1`)
  }
  const row = (member_id: string, provider_id: string, cost_miles: number) => ({
    member_id,
    provider_id,
    cost_miles,
    nearest_provider_id: 'p1',
    nearest_distance_miles: 6.9094,
  })

  test('reads language, household and relationship of each member', async () => {
    await weigh('language_miles = 7, household_miles = 15, relationship_miles = 8')
    for (const id of ['m1', 'm2', 'm4']) await addWishing(id)
    await addWishing('m3', `'es'`)
    await engine.run(`insert into assignment.geographic_tie values
      ('m1', 'p3', true, false), ('m2', 'p2', false, true), ('gone', 'p2', true, true),
      ('m4', 'p2', true, false), ('m4', 'p1', false, true)`)
    expect(await answers()).toEqual([
      row('m1', 'p3', 20.7282),
      row('m2', 'p2', 13.8188),
      row('m3', 'p2', 13.8188),
      row('m4', 'p2', 21.8188),
    ])
  })

  test('reads the tier of each panel and the access standard of each member', async () => {
    await weigh('quality_tier_miles = 2, beyond_standard_miles = 1')
    await engine.run(`update staging.panel set quality_tier = 5 where provider_id = 'p1'`)
    await addWishing('m1')
    expect(await answers()).toEqual([row('m1', 'p1', 14.9094)])
    await engine.run(
      [
        ...['geographic', 'geographic_panel', 'unplaced_member', 'nearest_pair', 'roster_test'],
        ...['nearest_pair_test', 'place_test', 'licence_list', 'nearest_test', 'nearest'],
        ...['assigned_provider', 'leaving_panel'],
      ]
        .map((table) => `drop table assignment.${table};`)
        .join('') + 'drop table staging.member; drop table run.panel_test',
    )
    await weigh('quality_tier_miles = 5')
    expect(await answers()).toEqual([row('m1', 'p2', 24.8188)])
  })
})

describe('the nearest PMPs of a member left unassigned', () => {
  test('are three by distance, at equal distances the lower id, none of another line', async () => {
    for (const [id, north] of [
      ['d', 0.3],
      ['c', 0.2],
      ['b', 0.2],
      ['a', 0.4],
    ] as const) {
      await addPanel({ id, north, room: 0 })
    }
    await addPanel({ id: 'other', north: 0, line: 'medicare' })
    await addMember('m')
    await solve()
    expect(await engine.all('select * from assignment.nearest order by nearest_rank')).toEqual(
      [
        ['b', 13.8188],
        ['c', 13.8188],
        ['d', 20.7282],
      ].map(([provider_id, distance_miles], i) => ({
        member_id: 'm',
        nearest_rank: i + 1,
        provider_id,
        distance_miles,
        stopped_by: 'no_room',
        found: '0',
        limit_value: '0',
      })),
    )
  })

  test.each<[string, Partial<PanelRow>, string | null, string | null]>([
    ['age', { columns: `'208000000X', 'open', true, 0, 20, null, null` }, '40', '20'],
    ['age', { columns: `'207RG0300X', 'open', true, 65, null, null, null` }, '40', '65'],
    ['gender', { columns: `'207Q00000X', 'open', true, null, null, 'M', null` }, 'F', 'M'],
    [
      'may_not_be_given',
      { columns: `'207V00000X', 'open', false, null, null, null, null` },
      '207V00000X',
      null,
    ],
    [
      'panel_closed',
      { columns: `'207Q00000X', 'closed', true, null, null, null, null` },
      'closed',
      'open',
    ],
    [
      'panel_established_only',
      { columns: `'207Q00000X', 'established_only', true, null, null, null, null` },
      'established_only',
      'open',
    ],
    ['licence_lost', { state: 'KY', lost: true }, 'IN', 'KY'],
    ['not_licensed', { state: 'KY' }, 'IN', 'KY'],
    [
      'outside_service_area',
      { columns: `'207Q00000X', 'open', true, null, null, null, 5` },
      '6.9094',
      '5.0',
    ],
    ['outside_service_area', { zip: '46205' }, '46204', null],
    ['too_far', { north: 1 }, '69.0941', '60.0'],
    ['no_room', { room: 0 }, '0', '0'],
  ])('%s stopped it: %o', async (stopped_by, traits, found, limit_value) => {
    await addPanel({ id: 'p', north: 0.1, ...traits })
    await addMember('m')
    await solve()
    expect(await engine.first('select * from assignment.nearest')).toMatchObject({
      provider_id: 'p',
      stopped_by,
      found,
      limit_value,
    })
  })
})
