import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ingesting, withNeeded } from '../night.ts'

const header = 'member_id,provider_id,selected_on,end_date,channel'

const cell = fc.constantFrom(
  'M1',
  'M2',
  'P1',
  '',
  '2026-01-02',
  '2026-02-30',
  ' x ',
  '"q"',
  '"a\nb"',
  '"a,b"',
  'a"b',
  '=1',
  'é',
)

/** A good row, one of a key that may repeat, or one that may hold anything in any number of columns. */
const row = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('M1', 'M2'),
      fc.constantFrom('2026-01-01', '2026-01-02'),
      cell.filter((text) => !text.includes('b"')),
    )
    .map(([member, day, channel]) => `${member},P1,${day},,${channel}`),
  fc.array(cell, { minLength: 1, maxLength: 7 }).map((cells) => cells.join(',')),
  fc.constantFrom('M1,P1,"x"y,,', 'M1,P1', '', 'M1,P1,2026-01-01,2025-01-01,z'),
)

const file = fc.record({
  rows: fc.array(row, { maxLength: 30 }),
  latin1: fc.boolean(),
  lineEnd: fc.constantFrom('\n', '\r\n'),
})

it('every row of every file has exactly one outcome', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 3 }), async (deliveries) => {
      const files = deliveries.map(({ rows, latin1, lineEnd }, at) => [
        `inbox/self_selections/${at}.csv`,
        Buffer.from([header, ...rows, ''].join(lineEnd), latin1 ? 'latin1' : 'utf8'),
      ])
      const feeds = `feeds: {enrollment: , providers: , self_selections: {delivery: incremental}}`
      await ingesting(withNeeded(Object.fromEntries(files)), feeds, async ({ all }) => {
        const outcomes =
          await all(`select read, accepted + rejected + filtered + superseded as counted,
            (select count(*) from raw.self_selections s where s.file_rank = f.file_rank) as accepted_rows, accepted,
            (select count(distinct record) from raw.rejected_row r where r.file = f.file) as rejected_records, rejected
          from raw.file_fate f where feed = 'self_selections' order by file_rank`)
        expect(outcomes).toHaveLength(deliveries.length)
        for (const [at, outcome] of outcomes.entries()) {
          const written = deliveries[at]?.rows.filter((text) => text !== '').length
          expect(outcome).toMatchObject({
            read: written,
            counted: written,
            accepted_rows: outcome['accepted'],
            rejected_records: outcome['rejected'],
          })
        }
        expect(
          await all(`select file_rank, record from (
            select file_rank, record from raw.self_selections union all
            select file_rank, record from raw.rejected_row where feed = 'self_selections')
          group by all having count(*) > 1`),
        ).toEqual([])
      })
    }),
    { numRuns: 40 },
  )
})
