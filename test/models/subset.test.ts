import { afterAll, expect, test } from 'vitest'
import { lineAt, queriesOf } from '../../src/models/ast.ts'
import { breachesOf } from '../../src/models/subset.ts'
import { openTestEngine } from './build-context.ts'
import { textBreachesOf } from '../../src/models/text-breaches.ts'

const engine = await openTestEngine()
afterAll(() => engine.close())

const breaches = async (sql: string): Promise<string[]> => {
  const found = queriesOf(await engine.ast(sql)).flatMap((query) => breachesOf(query, sql))
  return [...found, ...textBreachesOf(sql)].map(
    ({ offset, message }) => `${offset === undefined ? '?' : lineAt(sql, offset)}: ${message}`,
  )
}

test.each([
  `select a, count(*) as n, count(distinct b) as m from t group by a having count(*) > 1`,
  `select distinct a from t union all select a from u except select a from v`,
  `select a from t left join u using (a) full join v on u.b = v.b cross join w`,
  `select a from t where a in (select a from u) and not exists (select 1 from v where v.a = t.a)`,
  `select row_number() over (partition by a order by b desc nulls last, c nulls first) as rn from t`,
  `select sum(a) over (partition by b) as s, lag(a) over (order by b nulls last) as l from t`,
  `select cast(a as decimal(18, 2)) as b, cast(date_trunc('month', d) as date) as m from t`,
  `select case when a between 1 and 2 or b like 'x%' then 'y' end as c, a is null as d from t`,
  `select cast(a as double) / nullif(b, 0) as share, -a as c, a % 2 as e, date '2026-01-31' as f from t`,
  `select coalesce(nullif(a, ''), 'x') || lower(trim(b)) as c, substr(a, 1, 2) as d from t`,
  `select * from (values (1, 'a'), (2, 'b')) as t (x, y)`,
  `select max(a) as a -- a comma, from here\nfrom t where b = ', from'`,
])('shared: %s', async (sql) => {
  expect(await breaches(sql)).toEqual([])
})

test.each([
  [`select a::int from t`, 'write cast(… as integer), not ::'],
  [`select try_cast(a as integer) from t`, 'try_cast'],
  [`select cast(a as hugeint) from t`, 'cast to HUGEINT'],
  [`select a / b from t`, 'differs by engine'],
  [`select a // b from t`, '//() is not in the shared SQL'],
  [`select * exclude (a) from t`, 'EXCLUDE'],
  [`select columns('a.*') from t`, 'COLUMNS'],
  [`select a from t qualify row_number() over (order by a nulls last) = 1`, 'QUALIFY'],
  [`select a from t group by all`, 'name the columns of GROUP BY'],
  [`select a from t group by 1`, 'GROUP BY a name'],
  [`select a from t group by rollup (a)`, 'without ROLLUP'],
  [`select a from t order by a`, 'a relation has no order'],
  [`select a from t limit 1`, 'LIMIT_MODIFIER'],
  [`select distinct on (a) a, b from t`, 'DISTINCT ON'],
  [`select [1, 2] as a`, 'list_value() is not in the shared SQL'],
  [`select a[1] as b from t`, 'ARRAY_EXTRACT'],
  [`select list_filter(a, lambda x: x > 1) from t`, 'LAMBDA'],
  [`select sum(a) filter (where b) from t`, 'FILTER'],
  [`select a from t natural join u`, 'NATURAL JOIN'],
  [`select a from t semi join u using (a)`, 'SEMI JOIN'],
  [`select a from t asof join u on t.a >= u.a`, 'ASOF JOIN'],
  [`select a from t union by name select a from u`, 'BY NAME'],
  [`select * from range(3)`, 'TABLE_FUNCTION'],
  [`select current_date as d`, 'reads the wall clock'],
  [`select now() as d`, 'now() is not in the shared SQL'],
  [`select random() as d`, 'random() is not in the shared SQL'],
  [`select rowid from t`, 'depends on how rows are stored'],
  [`select d - interval 3 month as e from t`, 'to_months() is not in the shared SQL'],
  [`select date_diff('day', a, b) as e from t`, 'run.parameter'],
  [`select row_number() over (partition by a) as rn from t`, 'needs an ORDER BY'],
  [`select row_number() over (order by a) as rn from t`, 'needs nulls first or nulls last'],
  [`select a from t using sample 3`, 'differs from run to run'],
  [`with u as materialized (select a from t) select * from u`, 'MATERIALIZED'],
  [`with recursive u as (select 1 as a union all select a from u) select * from u`, 'RECURSIVE'],
  [`select a, from t`, 'a comma with nothing after it'],
  [`select a from t where a in ('b', 'c',)`, 'a comma with nothing after it'],
])('a breach: %s', async (sql, message) => {
  expect((await breaches(sql)).join('\n')).toContain(message)
})

test('a breach is reported with its line, also after characters of several bytes', async () => {
  expect(await breaches('-- − and –\nselect\n  now() as d')).toEqual([
    '3: now() is not in the shared SQL',
  ])
})
