import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parsePipeline } from '../../../src/config/pipeline.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import { InputRefused } from '../../../src/base/errors.ts'
import type { Night } from '../../../src/night/night.ts'
import { validate } from '../../../src/night/validate/validate.ts'
import { openEngine } from '../../feeds/sql/rows.ts'

let spool: string
let engine: Engine

beforeEach(async () => {
  spool = await mkdtemp(join(tmpdir(), 'empanel-'))
  engine = await openEngine(spool)
  await engine.run(`
    create schema raw;
    create table raw.file_fate (feed varchar, file varchar, file_rank integer, read bigint,
      accepted bigint, rejected bigint, filtered bigint, superseded bigint);
    create table raw.rejected_row (feed varchar, reason varchar, member_id varchar);
  `)
  await rowsOf('enrollment', [50, 50, 0, 0, 0])
  await rowsOf('providers', [10, 10, 0, 0, 0])
})

afterEach(async () => {
  engine.close()
  await rm(spool, { recursive: true })
})

/** Counts in the order read, accepted, rejected, filtered, superseded. */
const rowsOf = (feed: string, counts: readonly number[], rank = 1): Promise<void> =>
  engine.run(
    `insert into raw.file_fate values ('${feed}', 'inbox/${feed}/${rank}.csv', ${rank}, ${counts.join(', ')})`,
  )

const rejected = (reason: string, rows: number): Promise<void> =>
  engine.run(
    `insert into raw.rejected_row select 'claims', '${reason}', 'M' || i from range(${rows}) t(i)`,
  )

const outcome = async (claims = ''): Promise<InputRefused | undefined> => {
  const pipeline = parsePipeline(
    'test.yaml',
    `name: test\npolicy: caresource\nfeeds:\n  enrollment:\n  providers:\n  claims: {${claims}}\n`,
  )
  const night = { engine, pipeline, runId: '20260630T000000000Z_2026-06-30_abcd' } as Night
  return validate.run(night).then(
    () => undefined,
    (error: InputRefused) => error,
  )
}

describe('the night goes on', () => {
  test('when the rows of every file add up', async () => {
    await rowsOf('claims', [100, 90, 1, 4, 5])
    expect(await outcome()).toBeUndefined()
  })

  test('when exactly the allowed share is rejected', async () => {
    await rowsOf('claims', [100, 98, 2, 0, 0])
    expect(await outcome()).toBeUndefined()
  })

  test('when an optional feed is empty', async () => {
    await rowsOf('claims', [0, 0, 0, 0, 0])
    expect(await outcome()).toBeUndefined()
  })

  test('when one file of a feed is bad but all of them together are within the limit', async () => {
    await rowsOf('claims', [10, 5, 5, 0, 0], 1)
    await rowsOf('claims', [990, 990, 0, 0, 0], 2)
    expect(await outcome()).toBeUndefined()
  })
})

describe('the night is refused', () => {
  test('when a row was lost, with the file and its counts', async () => {
    await rowsOf('claims', [100, 90, 0, 4, 5])
    const error = await outcome()
    expect(error).toBeInstanceOf(InputRefused)
    expect(error?.message).toContain('inbox/claims/1.csv')
    expect(error?.message).toContain('read 100')
    expect(error?.message).toContain('= 99')
  })

  test('when too many rows are rejected, with share, limit, reasons and quarantine file', async () => {
    await rowsOf('claims', [100, 97, 3, 0, 0])
    await rejected('type:service_date', 2)
    await rejected('missing:claim_id', 1)
    const error = await outcome()
    expect(error).toBeInstanceOf(InputRefused)
    expect(error?.message).toBe(
      'claims: 3 of 100 rows were rejected (3.0 %, limit 2.0 %): type:service_date (2), missing:claim_id (1).',
    )
    expect(error?.hint).toContain('runs/20260630T000000000Z_2026-06-30_abcd/quarantine/claims.csv')
  })

  test('by the share of the rows that the mapping does not filter out', async () => {
    await rowsOf('claims', [1000, 9, 1, 990, 0])
    expect((await outcome())?.message).toContain('1 of 10 rows')
  })

  test('at the limit in the pipeline file', async () => {
    await rowsOf('claims', [100, 97, 3, 0, 0])
    expect(await outcome('max_rejected_share: 0.05')).toBeUndefined()
    expect(await outcome('max_rejected_share: 0')).toBeInstanceOf(InputRefused)
  })

  test('when a required feed has no row', async () => {
    await engine.run(`update raw.file_fate set read = 0, accepted = 0 where feed = 'providers'`)
    expect((await outcome())?.message).toContain('providers: expected at least one accepted row')
  })

  test('without naming a member', async () => {
    await rowsOf('claims', [100, 50, 50, 0, 0])
    await rejected('type:service_date', 50)
    const error = await outcome()
    expect(`${error?.message} ${error?.hint}`).not.toMatch(/M\d/)
  })
})
