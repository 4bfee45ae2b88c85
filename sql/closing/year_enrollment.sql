/*---
summary: >-
  How members were enrolled in the year. A gap is a run of days that no span covers, at the
  beginning and the end of the year too.
grain: [member_id]
inputs: [closing.year, closing.year_coverage]
columns:
  member_id: {type: VARCHAR, meaning: A member with a span that covers a day of the year.}
  gaps: {type: INTEGER, meaning: Gaps in the year.}
  longest_gap_days: {type: INTEGER, meaning: "Days of the longest one; 0 = no gap."}
  is_enrolled_at_anchor: {type: BOOLEAN, meaning: Whether a span covers the anchor date.}
---*/
with this_year as (select * from closing.year),

covered as (select * from closing.year_coverage),

followed as (
    select
        member_id,
        from_number,
        to_number,
        max(to_number) over (
            partition by member_id
            order by
                from_number nulls last,
                to_number nulls last,
                line_of_business nulls last,
                plan_id nulls last,
                coverage_start nulls last
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from covered
),

gap as (
    select
        member_id,
        from_number - coalesce(covered_until, 0) - 1 as days
    from followed
    union all
    select
        followed.member_id,
        max(this_year.days) - max(followed.to_number) as days
    from followed
    cross join this_year
    group by followed.member_id
),

counted as (
    select
        member_id,
        cast(count(case when days > 0 then 1 end) as integer) as gaps,
        cast(coalesce(max(case when days > 0 then days end), 0) as integer) as longest_gap_days
    from gap
    group by member_id
),

anchored as (
    select distinct covered.member_id
    from covered
    inner join this_year
        on covered.from_date <= this_year.anchor_date
        and covered.to_date >= this_year.anchor_date
),

final as (
    select
        counted.member_id,
        counted.gaps,
        counted.longest_gap_days,
        anchored.member_id is not null as is_enrolled_at_anchor
    from counted
    left join anchored on counted.member_id = anchored.member_id
)

select * from final
