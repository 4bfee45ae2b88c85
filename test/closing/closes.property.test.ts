import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ENTRIES, makeEntries, makeMissed, makeStanding } from '../../src/closing/entries.ts'
import { addMonths, dayIn } from '../../src/base/months.ts'
import { addTruth, makeTruth } from '../../src/closing/truth.ts'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { literal } from '../../src/engine/engine.ts'
import { withFolder } from '../support/night.ts'

const RETRO = 2
const FIRST = '2027-11'
const MONTHS = 7

const month = fc.nat(MONTHS)

/** What a run may know of a member: spans, their PMP over time, and by what they were attributed. */
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

const dayOf = (number: number): string => `date ${literal(dayIn(addMonths(FIRST, number), 1))}`

const TABLES = {
  span: `member_id varchar, line_of_business varchar, plan_id varchar, coverage_start date,
    coverage_end date, line_rank integer, pmp_required boolean`,
  member: 'member_id varchar, death_date date',
  panel: 'provider_id varchar, practice_id varchar, practice_tin varchar',
  history: 'member_id varchar, provider_id varchar, held_from date, held_to date, known_to date',
  attribution: 'member_id varchar, provider_id varchar, attribution_type varchar',
}

const put = async (engine: Engine, who: 'known' | 'listed', facts: World): Promise<void> => {
  for (const [name, columns] of Object.entries(TABLES)) {
    await engine.run(`create or replace table ${who}_${name} (${columns})`)
  }
  for (const [i, one] of facts.entries()) {
    if (!one) continue
    const id = literal(`M${i}`)
    const rows: [keyof typeof TABLES, string][] = [
      ['member', `${id}, ${one.died === undefined ? 'null' : dayOf(one.died)}`],
      [
        'span',
        `${id}, '${one.line}', '', ${dayOf(one.from)}, ${dayOf(one.to)}, null, ${one.required}`,
      ],
      [
        'history',
        `${id}, '${one.provider}', ${dayOf(0)}, ${dayOf(one.changes)} - 1, date '9999-12-31'`,
      ],
      [
        'history',
        `${id}, '${one.later}', ${dayOf(one.changes)}, date '9999-12-31', date '9999-12-31'`,
      ],
      [
        'attribution',
        one.listed === undefined
          ? `${id}, '${one.provider}', 'assignment'`
          : `${id}, '${one.listed}', 'claims'`,
      ],
    ]
    for (const [name, values] of rows) {
      await engine.run(`insert into ${who}_${name} values (${values})`)
    }
  }
  await engine.run(`insert into ${who}_panel values ('P1', 'K1', '1'), ('P2', 'K2', '2')`)
}

const CONTENT = `month, member_id, line_of_business, assigned_provider_id, attributed_provider_id,
  attribution_type`

const net = (engine: Engine, from: string): Promise<object[]> =>
  engine.all(
    `select ${CONTENT} from ${from} group by all having sum(units) > 0 order by month, member_id`,
  )

it('every member-month comes to 0 or 1, and within reach to what would be closed today', async () => {
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
            for (const [n, { known }] of nights.entries()) {
              const closing = addMonths(FIRST, n)
              const reach = nights
                .slice(Math.max(0, n - RETRO), n)
                .map((_, i) => addMonths(FIRST, Math.max(0, n - RETRO) + i))
              for (const table of ['truth', 'standing', 'entry', 'missed']) {
                await engine.run(`drop table if exists ${table}`)
              }
              await put(engine, 'known', known)
              await makeTruth(engine)
              for (const one of [...reach, closing]) {
                const index = one === closing ? n : n - reach.length + reach.indexOf(one)
                await put(engine, 'listed', nights[index]?.listed ?? [])
                await addTruth(engine, { month: one, day: dayIn(one, 1) })
              }
              await makeStanding(engine, files)
              await makeEntries(engine, closing, reach)
              await makeMissed(engine, [{ month: FIRST, day: dayIn(FIRST, 1) }])
              const file = path.join(folder, `${n}.parquet`)
              await engine.run(`copy (${ENTRIES}) to ${literal(file)} (format parquet)`)
              files.push(file)
              const all = `read_parquet([${files.map(literal).join(', ')}])`
              const sums = await engine.all(
                `select month, member_id, sum(units) as units from ${all} group by all having sum(units) not in (0, 1)`,
              )
              expect(sums).toEqual([])
              const within = [...reach, closing].map(literal).join(', ')
              expect(await net(engine, `(from ${all} where month in (${within}))`)).toEqual(
                await engine.all(`select ${CONTENT} from truth order by month, member_id`),
              )
              const isOld = (row: object): boolean =>
                'month' in row && ![...reach, closing].includes(String(row.month))
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
