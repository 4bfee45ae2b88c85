import { type Engine, literal } from '../engine/engine.ts'

/** What a year's population is made with. */
export interface PopulationRules {
  readonly year: string
  readonly anchor: string
  readonly maxGaps: number
  readonly maxGapDays: number
}

/**
 * Makes `population`: everybody whom the anchor's run (the `listed_…` views) attributes, with the
 * months that closes counted for their provider and practice (`standing`), and how they were enrolled
 * in the year by what is known now (the `known_…` views), else by the anchor's run.
 */
export const makePopulation = async (
  engine: Engine,
  { year, anchor, maxGaps, maxGapDays }: PopulationRules,
): Promise<void> => {
  await engine.run(`create table population as ${POPULATION}`, [year, anchor, maxGaps, maxGapDays])
}

/** The population in its order. */
export const POPULATION_ROWS = 'select * from population order by member_id'

/** The months of a year that the closes so far hold, by what they come to. */
export const makeYear = (engine: Engine, files: readonly string[], year: string): Promise<void> =>
  engine.run(
    files.length === 0
      ? `create table standing (month varchar, member_id varchar, attributed_provider_id varchar, practice_id varchar)`
      : `create table standing as
         select month, member_id, attributed_provider_id, practice_id
         from read_parquet([${files.map(literal).join(', ')}])
         where month like ${literal(`${year}-%`)}
         group by month, member_id, line_of_business, assigned_provider_id,
           attributed_provider_id, attribution_type, practice_id, practice_tin
         having sum(units) > 0`,
  )

/** A gap is a run of days of the year that no span covers, at its beginning and end too. */
const POPULATION = `
with bounds as (
  select make_date(cast($1 as integer), 1, 1) as first_day,
    make_date(cast($1 as integer), 12, 31) as last_day, cast($2 as date) as anchor
),
span as (
  select * from known_span
  union all by name
  select * from listed_span
  where not exists (select 1 from known_span where known_span.member_id = listed_span.member_id)
),
covered as (
  select span.member_id,
    greatest(coverage_start, first_day) as starts, least(coverage_end, last_day) as ends
  from span cross join bounds
  where coverage_start <= last_day and coverage_end >= first_day
),
followed as (
  select member_id, starts, ends,
    max(ends) over (
      partition by member_id order by starts, ends
      rows between unbounded preceding and 1 preceding
    ) as covered_until
  from covered
),
gap as (
  select member_id, starts - coalesce(covered_until, first_day - 1) - 1 as days
  from followed cross join bounds
  union all
  select member_id, any_value(last_day) - max(ends) from followed cross join bounds group by member_id
),
enrolled as (
  select member_id,
    cast(count(*) filter (days > 0) as integer) as gaps,
    cast(coalesce(max(days) filter (days > 0), 0) as integer) as longest_gap_days
  from gap group by member_id
),
anchored as (
  select distinct member_id from covered cross join bounds where starts <= anchor and ends >= anchor
),
counted as (
  select member_id, attributed_provider_id as provider_id, practice_id,
    cast(count(*) as integer) as months
  from standing group by all
),
months as (
  select listed.member_id,
    cast(sum(months) as integer) as months_closed,
    cast(sum(months) filter (counted.provider_id = listed.provider_id) as integer) as with_provider,
    cast(sum(months) filter (counted.practice_id = panel.practice_id) as integer) as with_practice
  from listed_attribution as listed
  join listed_panel as panel on listed.provider_id = panel.provider_id
  join counted on listed.member_id = counted.member_id
  group by listed.member_id
)
select
  $1 as year, bounds.anchor as anchor_date, listed.member_id, member.line_of_business,
  listed.provider_id, listed.attribution_type, panel.practice_id, panel.practice_tin,
  coalesce(months.months_closed, 0) as months_closed,
  coalesce(months.with_provider, 0) as months_with_provider,
  coalesce(months.with_practice, 0) as months_with_practice,
  coalesce(enrolled.gaps, 1) as gaps,
  coalesce(enrolled.longest_gap_days, cast(last_day - first_day + 1 as integer)) as longest_gap_days,
  anchored.member_id is not null as is_enrolled_at_anchor,
  anchored.member_id is not null and enrolled.gaps <= $3 and enrolled.longest_gap_days <= $4
    as is_continuously_enrolled
from listed_attribution as listed
cross join bounds
join listed_member as member on listed.member_id = member.member_id
join listed_panel as panel on listed.provider_id = panel.provider_id
left join months on listed.member_id = months.member_id
left join enrolled on listed.member_id = enrolled.member_id
left join anchored on listed.member_id = anchored.member_id
where listed.provider_id is not null`
