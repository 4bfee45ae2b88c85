import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openDuckDb } from '../../../src/engine/duckdb-engine.ts'
import { type Engine, literal } from '../../../src/engine/engine.ts'
import { mirrorOf } from '../../../src/models/baseline.ts'
import { findRelations, relationNamed } from '../../../src/models/find.ts'
import { addDays } from '../../../src/base/days.ts'
import { withFolder } from '../../support/night.ts'
import { createEmptyTable, tableOf } from '../../../src/models/table.ts'

const FIRST = '2028-02-20'
const all = findRelations()
const model = relationNamed('assignment.history', all)

/** A member's standing on a night; days count back from the night, ahead if negative. */
const standing = fc.oneof(
  fc.record({
    is: fc.constant('assigned' as const),
    provider: fc.constantFrom('P1', 'P2', 'P3'),
    since: fc.integer({ min: -5, max: 25 }),
    covered: fc.integer({ min: 0, max: 40 }),
  }),
  fc.record({
    is: fc.constantFrom('unassigned' as const, 'termed' as const, 'died' as const),
    since: fc.integer({ min: 1, max: 25 }),
  }),
  fc.record({ is: fc.constant('absent' as const) }),
  fc.record({ is: fc.constant('not_evaluated' as const) }),
)
type Standing = typeof standing extends fc.Arbitrary<infer T> ? T : never

const insert = async (
  engine: Engine,
  relation: string,
  row: Readonly<Record<string, string | boolean>>,
): Promise<void> => {
  const values = Object.values(row).map((value) =>
    typeof value === 'string' ? literal(value) : String(value),
  )
  await engine.run(
    `insert into ${relation} (${Object.keys(row).join(', ')}) values (${values.join(', ')})`,
  )
}

const insertStanding = async (
  engine: Engine,
  asOf: string,
  id: string,
  one: Standing,
): Promise<void> => {
  if (one.is === 'absent') return
  if (one.is === 'not_evaluated') {
    await insert(engine, 'assignment.not_evaluated', { member_id: id })
    return
  }
  if (one.is === 'assigned') {
    await insert(engine, 'staging.member', {
      ...{ member_id: id, eligible: true, status: 'eligible' },
      unbroken_since: addDays(asOf, -one.covered),
    })
    await insert(engine, 'assignment.assigned_provider', {
      ...{ member_id: id, provider_id: one.provider, basis: 'geographic' },
      effective_date: addDays(asOf, -one.since),
    })
    return
  }
  const day = addDays(asOf, -one.since)
  const eligible = one.is === 'unassigned'
  const status = { unassigned: 'eligible', termed: 'not_covered', died: 'died' }[one.is]
  await insert(engine, 'staging.member', {
    ...{ member_id: id, eligible, status },
    ...(one.is === 'died' ? { death_date: day } : {}),
  })
  await insert(engine, 'staging.coverage_span', {
    ...{ member_id: id, coverage_start: '2028-01-01' },
    coverage_end: one.is === 'termed' ? day : '9999-12-31',
  })
}

const night = async (
  engine: Engine,
  asOf: string,
  standings: readonly Standing[],
): Promise<void> => {
  for (const name of model.header.inputs) {
    if (name === 'baseline.history') continue
    const input = name.startsWith('baseline.') ? mirrorOf(name, all) : relationNamed(name, all)
    await engine.run(`drop table if exists ${tableOf(input)}`)
    await createEmptyTable(engine, input)
  }
  await insert(engine, 'run.parameter', { as_of: asOf, day_before: addDays(asOf, -1) })
  await engine.run(
    `insert into run.calendar (day, next_day)
     select cast(day as date), cast(day as date) + 1
     from generate_series(date '2027-11-01', date '2028-07-01', interval 1 day) as days(day)`,
  )
  for (const [i, one] of standings.entries()) await insertStanding(engine, asOf, `M${i}`, one)
  await engine.run('create schema if not exists assignment')
  await engine.run(`drop table if exists ${tableOf(model)}`)
  await engine.run(`create table ${tableOf(model)} as ${model.sql}`)
}

const recordedBy = (engine: Engine, knownAt: string): Promise<object[]> =>
  engine.all(
    `select member_id, provider_id, held_from, held_to, ended_reason from assignment.history
     where known_from <= cast($1 as date) and known_to >= cast($1 as date) order by all`,
    [knownAt],
  )

it('has at most one primary per member and day, loses nothing, and still shows each night what it recorded', async () => {
  await withFolder(async (spool) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(standing, { minLength: 3, maxLength: 3 }), {
          minLength: 2,
          maxLength: 6,
        }),
        async (nights) => {
          const engine = await openDuckDb({ spool, threads: 1 })
          try {
            await createEmptyTable(engine, mirrorOf('baseline.history', all))
            const recorded = new Map<string, object[]>()
            for (const [n, standings] of nights.entries()) {
              const asOf = addDays(FIRST, n * 4)
              await night(engine, asOf, standings)
              for (const sql of Object.values(model.header.audits)) {
                expect(await engine.all(sql)).toEqual([])
              }
              recorded.set(asOf, await recordedBy(engine, asOf))
              for (const [then, rows] of recorded)
                expect(await recordedBy(engine, then)).toEqual(rows)
              const missing = await engine.all(
                `select assigned.member_id from assignment.assigned_provider as assigned
                 left join assignment.history as history
                 on assigned.member_id = history.member_id
                 and assigned.provider_id = history.provider_id
                 and history.known_to = date '9999-12-31' and history.held_to = date '9999-12-31'
                 where history.member_id is null`,
              )
              expect(missing).toEqual([])
              const before = await engine.all('select * from assignment.history order by all')
              await engine.run(
                'create or replace table baseline.history as from assignment.history',
              )
              // The same standings on the next day change nothing.
              await night(
                engine,
                addDays(asOf, 1),
                standings.map((one) => ('since' in one ? { ...one, ...aged(one) } : one)),
              )
              expect(await engine.all('select * from assignment.history order by all')).toEqual(
                before,
              )
            }
          } finally {
            engine.close()
          }
        },
      ),
      { numRuns: Number(process.env['EMPANEL_PROPERTY_RUNS'] ?? 10) },
    )
  })
}, 600_000)

/** The same days, counted back from the next day. */
const aged = (one: Standing & { since: number }): object => ({
  since: one.since + 1,
  ...('covered' in one ? { covered: one.covered + 1 } : {}),
})
