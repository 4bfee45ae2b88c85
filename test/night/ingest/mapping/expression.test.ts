import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckDb } from '../../../../src/engine/duckdb-engine.ts'
import type { Engine } from '../../../../src/engine/engine.ts'
import { parseExpression } from '../../../../src/night/ingest/mapping/expression.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openDuckDb({ spool: '.' })
})
afterAll(() => engine.close())

describe('an expression of a mapping', () => {
  it.each([
    ['upper(ZIP)', ['ZIP']],
    [`coalesce(nullif(trim(a), ''), b.c)`, ['a', 'b.c']],
    [`case when x like 'A%' then 'Y' else 'N' end -- a comment`, ['x']],
    [`cast(try_strptime(born, '%m/%d/%Y') as date)`, ['born']],
    [`try_cast(x as date) - interval 1 day`, ['x']],
    [`substring(x from 1 for 5) || '-' || lpad(y, 4, '0')`, ['x', 'y']],
    [`extract(year from cast(x as date)) in (2025, 2026)`, ['x']],
    [`'now()'`, []],
    [`replace(replace(x, '-', ''), ' ', '; ')`, ['x']],
  ])('may be %s', async (sql, columns) => {
    const references = await parseExpression(engine, sql, 'here')
    expect(references.map(({ source, name }) => (source ? `${source}.${name}` : name))).toEqual(
      columns,
    )
  })

  it.each([
    ['now()', /found the function now/],
    ['random()', /found the function random/],
    ['uuid()', /found the function uuid/],
    [`getenv('HOME')`, /found the function getenv/],
    [`current_setting('threads')`, /found the function current_setting/],
    [`(select max(x) from read_csv('/etc/passwd'))`, /found subquery/],
    [`x) from read_text('/etc/passwd') --`, /found a syntax error/],
    ['x; drop table y', /found a syntax error/],
    ['count(*)', /found the function count_star/],
    ['row_number() over ()', /found window/],
    ['list_transform([x], lambda y: y)', /found the function list_transform/],
    ['*', /found star/],
    ['$1', /found parameter/],
    ['#1', /found positional_reference/],
    ['a.b.c', /found the name a\.b\.c/],
    [`read_text('/etc/passwd')`, /found the function read_text/],
    [`read_blob('/etc/passwd')`, /found the function read_blob/],
    [`glob('/*')`, /found the function glob/],
    [`query('select 1')`, /found the function query/],
    [`query_table('duckdb_secrets')`, /found the function query_table/],
    [`getvariable('a')`, /found the function getvariable/],
    [`nextval('s')`, /found the function nextval/],
    [`pg_typeof(x)`, /found the function pg_typeof/],
    [`(from duckdb_secrets())`, /found subquery/],
    [`(select value from duckdb_settings() limit 1)`, /found subquery/],
    [`(select count(*) from range(1000000000000))`, /found subquery/],
    [`x in (from glob('/*'))`, /found subquery/],
    [`exists (from read_parquet('s3://bucket/x'))`, /found subquery/],
    [`x); attach '/tmp/x.duckdb' as x; select (1`, /found a syntax error/],
    [`x); copy (select 1) to '/tmp/x.csv'; select (1`, /found (a query|a syntax error)/],
    [`x); install httpfs; load httpfs; select (1`, /found (a query|a syntax error)/],
    [`x); pragma database_list; select (1`, /found (a query|a syntax error)/],
    [`x) union all select (1`, /found a query/],
    // Functions that reveal the engine, its settings and its paths.
    [`current_setting('allowed_paths')`, /found the function current_setting/],
    [`current_setting('temp_directory')`, /found the function current_setting/],
    ['current_database()', /found the function current_database/],
    ['current_schemas(true)', /found the function current_schemas/],
    ['current_query()', /found the function current_query/],
    ['version()', /found the function version/],
    [`which_secret('s3://bucket/x', 's3')`, /found the function which_secret/],
    [`(from duckdb_settings())`, /found subquery/],
    [`(from duckdb_databases())`, /found subquery/],
    [`(from duckdb_temporary_files())`, /found subquery/],
    [`(from duckdb_extensions())`, /found subquery/],
    [`(from information_schema.tables)`, /found subquery/],
    [`(from sqlite_master)`, /found subquery/],
    [`(select path from pragma_database_list)`, /found subquery/],
    [`(table raw.enrollment)`, /found subquery/],
    [`x); call duckdb_secrets(); select (1`, /found (a query|a syntax error)/],
    [`x); pragma show_tables; select (1`, /found (a query|a syntax error)/],
    // What opens files, other feeds' too, or the network, by whatever way.
    [`(from '/etc/passwd')`, /found subquery/],
    [`(from read_csv('inbox/enrollment/*.csv'))`, /found subquery/],
    [`(from read_csv('http://localhost/x.csv'))`, /found subquery/],
    [`(from sniff_csv('/etc/passwd'))`, /found subquery/],
    [`(from parquet_metadata('/x.parquet'))`, /found subquery/],
    [`(from read_ndjson_objects('/etc/passwd'))`, /found subquery/],
    [`read_csv('/etc/passwd')`, /found the function read_csv/],
    [`array(from glob('/*'))`, /found subquery/],
    [`x = any (from glob('/*'))`, /found subquery/],
    [`json_execute_serialized_sql('{}')`, /found the function json_execute_serialized_sql/],
    [`write_log('x')`, /found the function write_log/],
    [`parse_path('/a/b')`, /found the function parse_path/],
    // Functions that change the engine for this expression or later ones.
    [`x); set enable_external_access = true; select (1`, /found (a query|a syntax error)/],
    [`x); load httpfs; select (1`, /found (a query|a syntax error)/],
    [`x); create macro trim(a) as 'x'; select (1`, /found (a query|a syntax error)/],
    [`x); create secret (type s3); select (1`, /found (a query|a syntax error)/],
    [`x); export database '/tmp/x'; select (1`, /found (a query|a syntax error)/],
    [`x); prepare p as select 1; execute p; select (1`, /found (a query|a syntax error)/],
    [`x) into '/tmp/x' from (select 1`, /found (a query|a syntax error)/],
    [`x) from (select 1) as t where (true`, /found a query/],
    [`x) group by (x`, /found a query/],
    [`x) limit (1`, /found a query/],
    // What passes for an allowed function, and is another's.
    ['other.upper(x)', /found the function upper/],
    ['system.main.upper(x)', /found the function upper/],
    ['upper(distinct x)', /found the function upper/],
    ['upper(x order by x)', /found the function upper/],
    ['upper(x) filter (where true)', /found the function upper/],
    [`columns('.*')`, /found star/],
    [`error('it says ' || x)`, /found the function error/],
    ['x collate nocase', /found collate/],
    [`{'a': x}`, /found the function struct_pack/],
    ['(lambda y: y)(x)', /found a syntax error/],
    [`x), (1`, /found a query/],
    ['x /* and so on', /found a syntax error/],
    [`list_sum(range(1000000000000))`, /found the function (list_sum|range)/],
    [`repeat('x', 1000000000)`, /found the function repeat/],
    [`lpad(x, 1000000000, '0')`, /found one that may make a short text very long/],
    [`rpad(x, y, '0')`, /found one that may make a short text very long/],
    [
      `lpad(x, cast('1000000000' as integer), '0')`,
      /found one that may make a short text very long/,
    ],
    [
      `replace(replace(replace(x, 'a', '${'a'.repeat(30)}'), 'a', '${'a'.repeat(30)}'), 'a', '${'a'.repeat(30)}')`,
      /found one that may make a short text very long/,
    ],
    [
      `regexp_replace(regexp_replace(replace(x, '', y), '', z, 'g'), '', y, 'g')`,
      /found one that may make a short text very long/,
    ],
    ['uper(x)', /found the function uper/],
  ])('may not be %s', async (sql, message) => {
    const error = await parseExpression(engine, sql, 'feeds.claims.columns.claim_id').catch(
      (e: Error) => e,
    )
    expect(error).toMatchObject({
      exit: 2,
      message: expect.stringMatching(/^feeds\.claims\.columns\.claim_id: /),
    })
    expect(error).toMatchObject({ message: expect.stringMatching(message) })
  })

  it('with a misspelled function gets the name that was meant', async () => {
    await expect(parseExpression(engine, 'uper(x)', 'here')).rejects.toMatchObject({
      hint: 'Did you mean "upper"?',
    })
  })
})
