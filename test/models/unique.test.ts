import { afterAll, expect, test } from 'vitest'
import { queriesOf } from '../../src/models/ast.ts'
import { isUniqueByConstruction } from '../../src/models/unique.ts'
import { openTestEngine } from './build-context.ts'

const engine = await openTestEngine()
afterAll(() => engine.close())

const known = (table: string) =>
  table === 'evidence.visit' ? ['member_id', 'provider_id', 'service_date'] : undefined

const keys = (table: string): string[][] => {
  if (table === 'staging.member') return [['member_id']]
  if (table === 'run.place_of_service') return [['list', 'place_of_service']]
  return table === 'run.parameter' ? [[]] : []
}

const proves = async (sql: string, grain = ['member_id', 'provider_id']): Promise<boolean> => {
  const [query] = queriesOf(await engine.ast(sql))
  return query !== undefined && isUniqueByConstruction(query, grain, known, keys)
}

const visit = 'with visit as (select * from evidence.visit)'
const counted = 'n as (select member_id, provider_id from visit group by member_id, provider_id)'
const joining = (join: string, more = ''): string =>
  `${visit}, ${counted}, ${more} final as (select n.member_id, n.provider_id from n ${join}) select * from final`
const place = "place as (select place_of_service as p from run.place_of_service where list = 'x'),"
const ranked = (items: string, from = 'visit'): string =>
  `ranked as (select ${items} from ${from}), final as (select member_id, provider_id from ranked where rn = 1) select * from final`
const rank = 'row_number() over (partition by member_id, provider_id order by service_date) as rn'

test.each([
  [
    'the GROUP BY of the last step',
    `${visit}, final as (select member_id, provider_id, count(*) as n from visit group by member_id, provider_id) select * from final`,
  ],
  [
    'a GROUP BY in part of the grain',
    `${visit}, final as (select member_id, max(provider_id) as provider_id from visit group by member_id) select * from final`,
  ],
  [
    'a GROUP BY followed by a filter',
    `${visit}, n as (select member_id, provider_id, count(*) as n from visit group by member_id, provider_id), final as (select member_id, provider_id from n where n > 1) select * from final`,
  ],
  [
    'a GROUP BY on expressions that are the grain',
    `${visit}, final as (select coalesce(member_id, '') as member_id, provider_id from visit group by coalesce(member_id, ''), provider_id) select * from final`,
  ],
  [
    'a GROUP BY whose columns are renamed on the way',
    `${visit}, n as (select member_id as m, provider_id as p from visit group by member_id, provider_id), final as (select m as member_id, p as provider_id from n) select * from final`,
  ],
  [
    'a table name before a column of the only table',
    `${visit}, final as (select member_id, provider_id from visit group by visit.member_id, visit.provider_id) select * from final`,
  ],
  [
    'a join to a source that has the columns of the condition once',
    joining('left join staging.member on n.member_id = member.member_id'),
  ],
  [
    'a join to a table of one row, whatever the condition',
    joining('inner join run.parameter on n.provider_id > parameter.as_of'),
  ],
  [
    'a join on the rest of a key whose other columns a filter fixes',
    joining('left join place on n.provider_id = place.p', place),
  ],
  ['row_number = 1', `${visit}, ${ranked(`*, ${rank}`)}`],
  [
    'row_number = 1 among other filters',
    `${visit}, ${ranked(`*, ${rank}`).replace('rn = 1', "rn = 1 and provider_id <> ''")}`,
  ],
])('proven: %s', async (_, sql) => {
  expect(await proves(sql)).toBe(true)
})

test('a join to all rows of a table is proven where its key is in the grain, and only there', async () => {
  const paired = `${visit}, ${counted}, final as (select n.member_id, n.provider_id, p.list, p.place_of_service from n cross join run.place_of_service as p) select * from final`
  const grain = ['member_id', 'provider_id', 'list', 'place_of_service']
  expect(await proves(paired, grain)).toBe(true)
  expect(await proves(paired, grain.slice(0, 3))).toBe(false)
  expect(await proves(paired.replace('p.list,', 'p.list || n.member_id as list,'), grain)).toBe(
    false,
  )
})

test.each([
  [
    'a last step that does not make it unique',
    `${visit}, final as (select member_id, provider_id from visit) select * from final`,
  ],
  [
    'a GROUP BY on more than the grain',
    `${visit}, final as (select member_id, provider_id from visit group by member_id, provider_id, service_date) select * from final`,
  ],
  [
    'a GROUP BY on a column that the output changes',
    `${visit}, final as (select coalesce(member_id, '') as member_id, provider_id from visit group by member_id, provider_id) select * from final`,
  ],
  [
    'a GROUP BY followed by a join',
    `${visit}, n as (select member_id, provider_id from visit group by member_id, provider_id), final as (select n.member_id, n.provider_id from n cross join visit) select * from final`,
  ],
  [
    'a join to a source that may have the columns of the condition twice',
    joining('left join run.place_of_service as p on n.provider_id = p.place_of_service'),
  ],
  [
    'a join on a column of the joined table and itself',
    joining('left join staging.member as m on m.member_id = m.member_id'),
  ],
  ['a join by inequality', joining('inner join staging.member as m on n.member_id <= m.member_id')],
  [
    'a join that keeps rows without a match',
    joining('right join staging.member as m on n.member_id = m.member_id'),
  ],
  [
    'a grain of the joined table',
    joining('inner join staging.member as m on n.member_id = m.member_id').replace(
      'select n.member_id',
      'select m.member_id',
    ),
  ],
  [
    'a join to a table whose columns are renamed',
    joining('left join staging.member as m (other, member_id) on n.member_id = m.member_id'),
  ],
  [
    'a join to a CTE whose columns are renamed',
    joining(
      'left join m on n.member_id = m.member_id',
      'm (other, member_id) as (select member_id, age from staging.member),',
    ),
  ],
  [
    'a join to a CTE that another hides',
    `${visit}, m as (select member_id from staging.member), ${counted}, g as (with m as (select member_id from raw.claims) select v.member_id, v.provider_id from n as v left join m on v.member_id = m.member_id), final as (select member_id, provider_id from g) select * from final`,
  ],
  [
    'a join on a column of the joined table in another case',
    joining('inner join staging.member as m on M.age = m.member_id'),
  ],
  [
    'a join on a column of the joined table by its whole name',
    joining('inner join staging.member on staging.member.age = member.member_id'),
  ],
  [
    'a CTE that names itself',
    `with n as (select * from n), final as (select * from n) select * from final`,
  ],
  [
    'grouping sets',
    `${visit}, final as (select member_id, provider_id from visit group by rollup (member_id, provider_id)) select * from final`,
  ],
  ['a rank other than the first', `${visit}, ${ranked(`*, ${rank}`).replace('rn = 1', 'rn = 2')}`],
  [
    'row_number = 1 as one of two alternatives',
    `${visit}, ${ranked(`*, ${rank}`).replace('rn = 1', "rn = 1 or provider_id = ''")}`,
  ],
  [
    'a row_number by more than the grain',
    `${visit}, ${ranked(`*, ${rank.replace('provider_id', 'provider_id, service_date')}`)}`,
  ],
  ['rank(), which ties share', `${visit}, ${ranked(`*, ${rank.replace('row_number', 'rank')}`)}`],
  [
    'a rank hidden by a column of the same name',
    `${visit}, early as (select *, ${rank.replace('provider_id', 'provider_id, service_date')} from visit), ${ranked(`*, ${rank}`, 'early')}`,
  ],
  [
    'a star over a table that is not declared',
    `with claim as (select * from raw.claims), ${ranked(`*, ${rank}`, 'claim')}`,
  ],
  [
    'a union',
    `${visit}, final as (select member_id, provider_id from visit group by member_id, provider_id union all select member_id, provider_id from visit) select * from final`,
  ],
])('not proven: %s', async (_, sql) => {
  expect(await proves(sql)).toBe(false)
})
