/*---
summary: >-
  Since when each covered member has been covered without a day's gap, in any line of business. A span
  that begins at the latest on the day after another ends continues it.
grain: [member_id]
inputs: [staging.coverage_span, run.parameter, run.calendar]
columns:
  member_id: {type: VARCHAR, meaning: A member covered on the as-of date.}
  unbroken_since: {type: DATE, meaning: First day of that coverage.}
---*/
with coverage_span as (select * from staging.coverage_span),

parameter as (select * from run.parameter),

calendar as (select * from run.calendar),

begun as (
    select
        coverage_span.*,
        coverage_span.coverage_end >= parameter.as_of as covers_as_of
    from coverage_span
    inner join parameter on coverage_span.coverage_start <= parameter.as_of
),

followed as (
    select
        member_id,
        coverage_start,
        covers_as_of,
        max(coverage_end) over (
            partition by member_id
            order by
                coverage_start nulls last,
                coverage_end nulls last,
                line_of_business nulls last,
                plan_id nulls last
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from begun
),

final as (
    select
        followed.member_id,
        max(
            case
                when followed.covered_until is null
                    or followed.coverage_start
                        > coalesce(calendar.next_day, followed.covered_until)
                    then followed.coverage_start
            end
        ) as unbroken_since
    from followed
    left join calendar on followed.covered_until = calendar.day
    group by followed.member_id
    having max(case when followed.covers_as_of then 1 else 0 end) = 1
)

select * from final
