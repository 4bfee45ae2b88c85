import { expect, it } from 'vitest'
import { makeReach } from '../../../src/night/assign/reach.ts'
import { buildMissing } from '../../../src/models/build-missing.ts'
import { createTableOf } from '../../../src/models/table.ts'
import { relationNamed } from '../../../src/models/find.ts'
import { panelTestRows } from '../../../src/rules/panel-tests.ts'
import { greatCircle, toMiles } from '../../../src/solver/great-circle.ts'
import { withNight } from '../../support/one-room.ts'

const tables = `
  create schema run;
  create schema staging;
  create schema assignment;
  create table run.parameter as
  select 30.0::double as access_standard_miles, date '2026-06-30' as as_of;
  create table staging.member (member_id VARCHAR, latitude DOUBLE, longitude DOUBLE,
    age INTEGER, gender VARCHAR, line_of_business VARCHAR default 'medicaid',
    eligible BOOLEAN default true, place_source VARCHAR default 'zip');
  create table staging.panel (provider_id VARCHAR, latitude DOUBLE, longitude DOUBLE,
    serves_min_age INTEGER, serves_max_age INTEGER, serves_gender VARCHAR,
    may_be_given BOOLEAN default true, panel_status VARCHAR default 'open',
    licence_lost BOOLEAN default false, specialty VARCHAR, state VARCHAR, active_from DATE,
    active_to DATE, on_roster BOOLEAN default true, is_pmp BOOLEAN default true,
    service_radius_miles DOUBLE, has_service_zips BOOLEAN default false);
  create table staging.eligible_pmp (provider_id VARCHAR, line_of_business VARCHAR);
  create table assignment.dismissed (member_id VARCHAR, provider_id VARCHAR);`

const reachOf = async (rows: string): Promise<Record<string, number>> =>
  withNight({}, async (night) => {
    await night.engine.run(`${tables}${rows}`)
    await createTableOf(night.engine, relationNamed('run.panel_test'), panelTestRows)
    await buildMissing(night.engine, ['assignment.reach'], { 'assignment.reach': makeReach })
    const found = await night.engine.all<{ member_id: string; accepting_pmps: number }>(
      'select * from assignment.reach order by member_id',
    )
    return Object.fromEntries(found.map((row) => [row.member_id, row.accepting_pmps]))
  })

it('counts accepting PMPs of the member’s line, age and gender, up to two', async () => {
  const found = await reachOf(`
    insert into staging.member (member_id, latitude, longitude, age, gender) values
      ('adult', 38, -86, 40, 'F'), ('child', 38, -86, 5, 'M'), ('unknown', 38, -86, 40, 'U');
    insert into staging.member (member_id, age, place_source) values ('nowhere', 40, null);
    insert into staging.panel (provider_id, latitude, longitude, serves_min_age, serves_max_age, serves_gender) values
      ('P1', 38.01, -86, 18, null, null), ('P2', 38.01, -86, null, 17, null), ('P3', 38.01, -86, 12, null, 'F'),
      ('P4', 38.01, -86, 18, null, null), ('P5', 38.01, -86, 18, null, null);
    insert into staging.eligible_pmp select provider_id, 'medicaid' from staging.panel where provider_id <> 'P4';
    insert into staging.eligible_pmp values ('P4', 'marketplace');
    update staging.panel set panel_status = 'closed' where provider_id = 'P5';`)
  expect(found).toEqual({ adult: 2, child: 1, unknown: 2 })
})

it('counts no provider who dismissed the member or lost the license of their own state', async () => {
  const found = await reachOf(`
    insert into staging.member (member_id, latitude, longitude, age) values
      ('M1', 38, -86, 40), ('M2', 38, -86, 40);
    insert into staging.panel (provider_id, latitude, longitude, licence_lost) values
      ('P1', 38.01, -86, false), ('P2', 38.01, -86, true);
    insert into staging.eligible_pmp select provider_id, 'medicaid' from staging.panel;
    insert into assignment.dismissed values ('M2', 'P1');`)
  expect(found).toEqual({ M1: 1, M2: 0 })
})

it('includes the access standard itself, in every direction', async () => {
  const degrees = [0, 45, 90, 180, 270, 301].map((bearing) => (bearing * Math.PI) / 180)
  const places = degrees.flatMap((bearing) =>
    [0.4335, 0.4341, 0.4343, 0.435].map((reach) => [
      38 + reach * Math.cos(bearing),
      -86 + (reach * Math.sin(bearing)) / Math.cos((38 * Math.PI) / 180),
    ]),
  )
  for (const [latitude = 0, longitude = 0] of places) {
    const near = toMiles(greatCircle(38, -86, latitude, longitude)) <= 30
    const found = await reachOf(`
      insert into staging.member (member_id, latitude, longitude, age) values ('M1', 38, -86, 40);
      insert into staging.panel (provider_id, latitude, longitude) values ('P1', ${latitude}, ${longitude});
      insert into staging.eligible_pmp values ('P1', 'medicaid');`)
    expect(found).toEqual({ M1: near ? 1 : 0 })
  }
})
