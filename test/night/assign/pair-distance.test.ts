import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makePairDistance } from '../../../src/night/assign/pair-distance.ts'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'

test('every pair has its distance, or null if a place is unknown', async () => {
  const engine = await openDuckDb({ spool: mkdtempSync(join(tmpdir(), 'empanel-')), threads: 2 })
  await engine.run(`
    create schema assignment; create schema staging;
    create table staging.member (member_id VARCHAR, latitude DOUBLE, longitude DOUBLE);
    create table staging.panel (provider_id VARCHAR, latitude DOUBLE, longitude DOUBLE);
    create table assignment.pair (member_id VARCHAR, provider_id VARCHAR);
    insert into staging.member values ('m2', 0, 0), ('m1', 1, 0), ('m3', null, null);
    insert into staging.panel values ('p1', 1, 0), ('p2', null, null);
    insert into assignment.pair values
      ('m3', 'p1'), ('m2', 'p1'), ('m1', 'p1'), ('m1', 'p2'), ('m1', 'gone')`)
  await makePairDistance({ engine })
  expect(await engine.all('select * from assignment.pair_distance order by all')).toEqual([
    { member_id: 'm1', provider_id: 'gone', distance_miles: null },
    { member_id: 'm1', provider_id: 'p1', distance_miles: 0 },
    { member_id: 'm1', provider_id: 'p2', distance_miles: null },
    { member_id: 'm2', provider_id: 'p1', distance_miles: 69.0941 },
    { member_id: 'm3', provider_id: 'p1', distance_miles: null },
  ])
  engine.close()
})

test('each pair keeps its own distance when there are more pairs than fit a batch', async () => {
  const engine = await openDuckDb({ spool: mkdtempSync(join(tmpdir(), 'empanel-')), threads: 2 })
  await engine.run(`
    create schema assignment; create schema staging;
    create table staging.member as
      select 'm' || i as member_id, i / 100000.0 as latitude, 0.0::double as longitude
      from range(70000) as t(i) order by hash(i);
    create table staging.panel as select 'p' as provider_id, 0.0::double as latitude, 0.0::double as longitude;
    create table assignment.pair as select member_id, 'p' as provider_id from staging.member`)
  await makePairDistance({ engine })
  const wrong = await engine.first<{ pairs: number; wrong: number }>(`
    select count(*) as pairs, count(*) filter (abs(distance_miles - latitude * 69.0941) > 0.001) as wrong
    from assignment.pair_distance join staging.member using (member_id)`)
  expect(wrong).toEqual({ pairs: 70_000, wrong: 0 })
  engine.close()
})
