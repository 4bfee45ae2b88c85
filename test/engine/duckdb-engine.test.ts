import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDuckDb, openExclusively } from '../../src/engine/duckdb-engine.ts'
import type { Engine } from '../../src/engine/engine.ts'

let spool = ''
let engine: Engine

beforeEach(async () => {
  spool = await mkdtemp(path.join(tmpdir(), 'empanel-test-'))
  engine = await openDuckDb({ spool })
})

afterEach(async () => {
  engine.close()
  await rm(spool, { recursive: true, force: true })
})

describe('values', () => {
  it('are returned as plain numbers, ISO dates and null', async () => {
    const rows = await engine.all(
      `select 'a' as text, 3::bigint as whole, 1.25::decimal(4,2) as amount, date '2026-02-28' as day,
      true as yes, null as nothing`,
    )
    expect(rows).toEqual([
      { text: 'a', whole: 3, amount: 1.25, day: '2026-02-28', yes: true, nothing: null },
    ])
  })

  it('are appended unchanged, nulls included', async () => {
    await engine.run('create schema s; create table s.t (id varchar, day date, n bigint, x double)')
    const appender = await engine.appender('s', 't')
    appender.append([
      ['a', null],
      ['2026-02-28', null],
      [1, null],
      [0.5, null],
    ])
    appender.close()
    expect(await engine.all('select * from s.t order by id')).toEqual([
      { id: 'a', day: '2026-02-28', n: 1, x: 0.5 },
      { id: null, day: null, n: null, x: null },
    ])
  })
})

describe('a stream', () => {
  it('yields every row', async () => {
    let rows = 0
    for await (const batch of engine.stream('select * from range(300000)')) rows += batch.rows
    expect(rows).toBe(300_000)
  })

  it('makes any other statement fail until it ends, so that no row is lost silently', async () => {
    for await (const _batch of engine.stream('select * from range(300000)')) {
      await expect(engine.run('select 1')).rejects.toThrow('still being streamed')
      await expect(engine.appender('main', 't')).rejects.toThrow('still being streamed')
      break
    }
    await expect(engine.all('select 1 as one')).resolves.toEqual([{ one: 1 }])
  })
})

it('runs several queries at once', async () => {
  const queries = [1, 2, 3].map((n) => engine.all(`select ${n} as n, i from range(3000) as t(i)`))
  const results = await Promise.all(queries)
  expect(results.map((rows) => [rows.length, rows[2999]])).toEqual(
    [1, 2, 3].map((n) => [3000, { n, i: 2999 }]),
  )
})

describe('a file that is opened exclusively', () => {
  it('is tried again while another process has created it and not yet written to it', async () => {
    const file = path.join(spool, 'new.lock')
    await writeFile(file, '')
    const opening = openExclusively(file)
    await sleep(50)
    await rm(file)
    const hold = await opening
    expect(hold).toBeDefined()
    hold?.close()
  })

  it('does not count as held by another process where it cannot be opened at all', async () => {
    const broken = path.join(spool, 'broken.lock')
    await writeFile(broken, 'neither a database nor a lock')
    await expect(openExclusively(broken)).rejects.toThrow('not a valid DuckDB')
    await expect(openExclusively(path.join(spool, 'nowhere', '.lock'))).rejects.toThrow('IO Error')
  })
})

describe('an engine that is restricted to files', () => {
  it('reads those files and nothing else', async () => {
    const [mine, other] = ['mine.csv', 'other.csv'].map((name) => path.join(spool, name))
    await writeFile(mine ?? '', 'a\n1\n')
    await writeFile(other ?? '', 'a\n2\n')
    const locked = await openDuckDb({ spool, onlyFiles: [mine ?? ''] })
    expect(await locked.all(`select * from read_csv('${mine}')`)).toEqual([{ a: 1 }])
    for (const attack of [
      `select * from read_csv('${other}')`,
      `select * from read_text('/etc/passwd')`,
      `copy (select 1) to '${spool}/out.csv'`,
      `copy (select 1) to '${mine}.copy'`,
      `attach '${spool}/x.duckdb' as x`,
      `set enable_external_access = true`,
      `set allowed_paths = ['/']`,
      `install httpfs`,
      `select * from glob('${spool}/*')`,
      `select * from read_blob('${other}')`,
      `select * from '${other}'`,
      `select * from read_json('${other}')`,
      `select * from read_parquet('${other}')`,
      `select * from sniff_csv('${other}')`,
      `select * from read_csv('${spool}/m*.csv')`,
      `select * from read_csv('${mine}/../other.csv')`,
      `select * from read_csv('https://localhost/x.csv')`,
      `select * from read_csv('/proc/self/environ')`,
      `from query('select * from read_text(''/etc/passwd'')')`,
      `load httpfs`,
      `export database '${spool}/out'`,
      `import database '${spool}'`,
      `create secret (type s3, key_id 'a', secret 'b')`,
      `create persistent secret (type http, bearer_token 'a')`,
      `select getenv('HOME')`,
      `set temp_directory = '/tmp'`,
      `set home_directory = '/tmp'`,
      `reset allowed_paths`,
      `set profile_output = '${spool}/profile.json'`,
      `set log_query_path = '${spool}/queries.log'`,
      `set custom_extension_repository = 'http://localhost'`,
      `select * from read_csv(['${mine}', '${other}'])`,
      `select * from read_csv('http://localhost/x.csv')`,
      `select * from read_parquet('s3://bucket/x.parquet')`,
      `select * from read_ndjson_objects('${other}')`,
      `select * from parquet_metadata('${other}')`,
      `from query_table('${other}')`,
      `create view v as from read_text('${other}'); from v`,
      `create macro leak() as table from read_text('${other}'); from leak()`,
      `prepare p as from read_text('${other}'); execute p`,
      `attach '${other}' as y (type sqlite)`,
      `attach 'http://localhost/x.duckdb' as z (read_only)`,
      `copy (select 1) to 's3://bucket/x.csv'`,
      `copy (select 1) to '${spool}/parts' (partition_by (a))`,
      `checkpoint; copy (from read_blob('${other}')) to '${mine}'`,
      `force install httpfs from 'http://localhost'`,
      `load '${other}'`,
      `call start_ui()`,
    ]) {
      const outcome = await locked.run(attack).then(
        () => `let through: ${attack}`,
        () => 'refused',
      )
      expect(outcome).toBe('refused')
    }
    locked.close()
  })
})

describe('SQL that does not parse', () => {
  it('throws the message of the parser', async () => {
    await expect(engine.ast('select 1 from (')).rejects.toThrow('syntax error')
  })
})
