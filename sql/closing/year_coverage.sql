/*---
summary: >-
  Spans that cover a day of the year, within the year. A member without an accepted enrollment row
  in the newest run is covered as the anchor date's run knew it.
grain: [member_id, line_of_business, plan_id, coverage_start]
inputs: [closing.year_day, closing.known_span, closing.listed_span]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: The line that covers them.}
  plan_id: {type: VARCHAR, meaning: The plan; empty text where none is given.}
  coverage_start: {type: DATE, meaning: First day of the span.}
  from_date: {type: DATE, meaning: Its first day in the year.}
  to_date: {type: DATE, meaning: Its last day in the year.}
  from_number: {type: INTEGER, meaning: "The number of from_date."}
  to_number: {type: INTEGER, meaning: "The number of to_date."}
---*/
with year_day as (select * from closing.year_day),

known_span as (select * from closing.known_span),

listed_span as (select * from closing.listed_span),

bounds as (
    select
        min(day) as first_day,
        max(day) as last_day
    from year_day
),

span as (
    select
        member_id,
        line_of_business,
        plan_id,
        coverage_start,
        coverage_end
    from known_span
    union all
    select
        listed_span.member_id,
        listed_span.line_of_business,
        listed_span.plan_id,
        listed_span.coverage_start,
        listed_span.coverage_end
    from listed_span
    where not exists (
        select 1 from known_span where known_span.member_id = listed_span.member_id
    )
),

within as (
    select
        span.member_id,
        span.line_of_business,
        span.plan_id,
        span.coverage_start,
        greatest(span.coverage_start, bounds.first_day) as from_date,
        least(span.coverage_end, bounds.last_day) as to_date
    from span
    inner join bounds
        on span.coverage_start <= bounds.last_day
        and span.coverage_end >= bounds.first_day
),

final as (
    select
        within.member_id,
        within.line_of_business,
        within.plan_id,
        within.coverage_start,
        within.from_date,
        within.to_date,
        first_covered.day_number as from_number,
        last_covered.day_number as to_number
    from within
    inner join year_day as first_covered on within.from_date = first_covered.day
    inner join year_day as last_covered on within.to_date = last_covered.day
)

select * from final
