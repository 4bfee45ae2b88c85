import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OPEN_END, dayBefore } from '../../src/base/days.ts'
import { addMonths, dayIn } from '../../src/base/months.ts'
import { viewOf } from '../../src/closing/run-views.ts'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { literal } from '../../src/engine/engine.ts'
import { buildOnDemand, queryOnDemand } from '../../src/models/build-on-demand.ts'
import { withFolder } from '../support/night.ts'

const RETRO = 2
const FIRST = '2027-11'
const MONTHS = 7

const month = fc.nat(MONTHS)

/** What a run may know of a member: coverage, their PMP over time, and their attribution. */
const fact = fc.record({
  from: month,
  to: month,
  line: fc.constantFrom('A', 'B'),
  provider: fc.constantFrom('P1', 'P2'),
  changes: fc.option(month, { nil: MONTHS + 1 }),
  later: fc.constantFrom('P1', 'P2', 'P3'),
  died: fc.option(month, { nil: undefined }),
  required: fc.constantFrom(true, true, true, false),
  listed: fc.option(fc.constantFrom('P1', 'P3'), { nil: undefined }),
})
type Fact = typeof fact extends fc.Arbitrary<infer T> ? T : never

/** What is known at one close; a member without a fact is in no file. */
const world = fc.array(fc.option(fact, { nil: undefined }), { minLength: 3, maxLength: 3 })
type World = readonly (Fact | undefined)[]

const dayOf = (number: number): string => dayIn(addMonths(FIRST, number), 1)

type Rows = Readonly<Record<string, string | boolean | null>>[]

/** What a run knows, as the rows that a close reads of it. */
const rowsOf = (facts: World): Readonly<Record<string, Rows>> => {
  const present = facts.flatMap((one, i) => (one ? [{ one, member_id: `M${i}` }] : []))
  return {
    member: present.map(({ one, member_id }) => ({
      member_id,
      death_date: one.died === undefined ? null : dayOf(one.died),
    })),
    span: present.map(({ one, member_id }) => ({
      ...{ member_id, line_of_business: one.line, plan_id: '', pmp_required: one.required },
      ...{ coverage_start: dayOf(one.from), coverage_end: dayOf(one.to) },
    })),
    history: present.flatMap(({ one, member_id }) => [
      {
        ...{ member_id, provider_id: one.provider, held_from: dayOf(0) },
        ...{ held_to: dayBefore(dayOf(one.changes)), known_from: dayOf(0), known_to: OPEN_END },
      },
      {
        ...{ member_id, provider_id: one.later, held_from: dayOf(one.changes) },
        ...{ held_to: OPEN_END, known_from: dayOf(0), known_to: OPEN_END },
      },
    ]),
    attribution: present.map(({ one, member_id }) => ({
      member_id,
      provider_id: one.listed ?? one.provider,
      attribution_type: one.listed === undefined ? 'assignment' : 'claims',
    })),
    panel: [
      { provider_id: 'P1', practice_id: 'K1', practice_tin: '1' },
      { provider_id: 'P2', practice_id: 'K2', practice_tin: '2' },
    ],
  }
}

const named = (start: 'known' | 'listed', rows: Readonly<Record<string, Rows>>) =>
  Object.fromEntries(Object.entries(rows).map(([name, all]) => [`closing.${start}_${name}`, all]))

interface Night {
  readonly known: World
  readonly listed: World
}

/** What the close of month `n` is built from, after the closes of `files`. */
const given = (nights: readonly Night[], n: number, files: readonly string[]) => {
  const listed: Record<string, Rows> = {}
  for (let i = Math.max(0, n - RETRO); i <= n; i++) {
    for (const [name, rows] of Object.entries(rowsOf(nights[i]?.listed ?? []))) {
      const month = addMonths(FIRST, i)
      listed[name] = [...(listed[name] ?? []), ...rows.map((row) => ({ month, ...row }))]
    }
  }
  return {
    ...named('known', rowsOf(nights[n]?.known ?? [])),
    ...named('listed', listed),
    'closing.month': nights.slice(0, n + 1).map((_, i) => ({
      month: addMonths(FIRST, i),
      fixed_day: dayOf(i),
      scope: i === n ? 'closing' : i >= n - RETRO ? 'within_reach' : 'beyond_reach',
    })),
    'closing.written_entry': viewOf(files.map((file) => ({ file }))),
  }
}

const CONTENT = `month, member_id, line_of_business, assigned_provider_id, attributed_provider_id,
  attribution_type`

const net = (engine: Engine, from: string): Promise<object[]> =>
  engine.all(
    `select ${CONTENT} from ${from} group by all having sum(units) > 0 order by month, member_id`,
  )

it('every member-month adds up to 0 or 1, and within reach to what would be closed today', async () => {
  await withFolder(async (folder) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ known: world, listed: world }), {
          minLength: MONTHS,
          maxLength: MONTHS,
        }),
        async (nights) => {
          const engine = await openDuckDb({ spool: folder, threads: 1 })
          try {
            const files: string[] = []
            let before: object[] = []
            for (const n of nights.keys()) {
              await engine.run('drop schema if exists closing cascade')
              await buildOnDemand(engine, ['closing.row_count'], given(nights, n, files))
              const file = path.join(folder, `${n}.parquet`)
              const entries = queryOnDemand('closing.entry')
              await engine.run(`copy (${entries}) to ${literal(file)} (format parquet)`)
              files.push(file)
              const all = `read_parquet([${files.map(literal).join(', ')}])`
              const sums = await engine.all(
                `select month, member_id, sum(units) as units from ${all} group by all having sum(units) not in (0, 1)`,
              )
              expect(sums).toEqual([])
              const oldest = addMonths(FIRST, n - RETRO)
              expect(await net(engine, `(from ${all} where month >= ${literal(oldest)})`)).toEqual(
                await engine.all(
                  `select ${CONTENT} from closing.current_member_month order by month, member_id`,
                ),
              )
              const isOld = (row: object): boolean => 'month' in row && String(row.month) < oldest
              const now = await net(engine, all)
              expect(now.filter(isOld)).toEqual(before.filter(isOld))
              before = now
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
