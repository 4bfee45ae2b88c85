import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine, Row } from '../../../src/engine/engine.ts'
import { type Feed, feeds } from '../../../src/feeds/index.ts'
import { compileContract } from '../../../src/feeds/sql/compile.ts'
import { judgeInSql, judgeInZod, openEngine, rowsOf } from './rows.ts'

let spool: string
let engine: Engine

beforeAll(async () => {
  spool = await mkdtemp(join(tmpdir(), 'empanel-'))
  engine = await openEngine(spool)
})

afterAll(async () => {
  engine.close()
  await rm(spool, { recursive: true })
})

/** What both give for a cell, in one spelling: lists sorted, cents and versions rounded. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length > 0 ? [...new Set<unknown>(value)].sort() : null
  return typeof value === 'number' ? Math.round(value * 10) / 10 + 0 : (value ?? null)
}

const values = (feed: Feed, row: Row | undefined): unknown[] =>
  Object.keys(feed.columns).map((column) => plain(row?.[column]))

test.each(feeds)(
  'the SQL and the schema that it is made from give a row the same verdict and values: $name',
  async (feed) => {
    const sql = compileContract(feed)
    await fc.assert(
      fc.asyncProperty(rowsOf(feed), async (rows) => {
        const found = await judgeInSql(engine, feed, sql, rows)
        expect(found.map((row) => row['verdict'])).toEqual(rows.map((row) => judgeInZod(feed, row)))
        for (const [at, row] of rows.entries()) {
          const parsed = feed.schema.safeParse(row)
          if (parsed.success)
            expect(values(feed, found[at])).toEqual(values(feed, parsed.data as Row))
        }
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40) },
    )
  },
)
