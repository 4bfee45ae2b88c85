import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/engine/engine.ts'
import { feeds } from '../../src/feeds/index.ts'
import { compileContract } from '../../src/validate/compile.ts'
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

describe('the SQL and the schema that it is made from give a row the same verdict', () => {
  for (const feed of feeds)
    test(
      feed.name,
      async () => {
        const sql = compileContract(feed)
        await fc.assert(
          fc.asyncProperty(rowsOf(feed), async (rows) => {
            const found = await judgeInSql(engine, feed, sql, rows)
            expect(found.map((row) => row['reason'])).toEqual(
              rows.map((row) => judgeInZod(feed, row)),
            )
          }),
          { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40) },
        )
      },
      60_000,
    )
})
