/*---
summary: >-
  Report: the state's measures, by line of business and in total: how members were assigned and how
  many were auto-assigned, how long new members waited, why PMPs changed, and whether notices were
  sent on time. Percentiles are by nearest rank.
grain: [line_of_business, measure, item]
inputs:
  - assignment.assigned_provider
  - publication.days_to_assignment
  - publication.notice
  - staging.member
  - run.parameter
columns:
  line_of_business: {type: VARCHAR, meaning: "The line; empty for all, and unknown for members who are no longer in any file."}
  measure:
    type: VARCHAR
    meaning: >-
      `assigned_by` (how the PMP was first assigned, if that is recorded), `auto_assigned` (by the plan, by distance),
      `days_to_assignment`, `change` or `notice.<type>` (both since the window began).
  item:
    type: VARCHAR
    meaning: >-
      For days_to_assignment, `median`, `percentile_90`, `within_standard` or `waiting`; for a change,
      `new`, `changed` or `ended` and the reason; for notices, `in_time`, `late` (sent or not) or `open`.
  number: {type: BIGINT, meaning: How many.}
  out_of: {type: BIGINT, meaning: The base of the share.}
  share: {type: DOUBLE, meaning: "number divided by out_of, to 4 decimals."}
  days: {type: INTEGER, meaning: "For a median or percentile, the days."}
---*/
with member as (select * from staging.member),

parameter as (select * from run.parameter),

given as (
    select
        line_of_business,
        case
            when basis = 'carried_forward' then coalesce(carried_basis, 'not recorded')
            else basis
        end as basis
    from assignment.assigned_provider
    where provider_id is not null
),

given_lines as (
    select line_of_business, basis from given
    union all
    select '', basis from given
),

waited as (
    select
        days_to_assignment.line_of_business,
        days_to_assignment.member_id,
        days_to_assignment.assigned_on,
        days_to_assignment.days,
        parameter.state_assignment_days
    from publication.days_to_assignment as days_to_assignment
    cross join parameter
),

waited_lines as (
    select * from waited
    union all
    select '', member_id, assigned_on, days, state_assignment_days from waited
),

ranked as (
    select
        line_of_business,
        days,
        row_number() over (
            partition by line_of_business order by days nulls last, member_id nulls last
        ) as place,
        count(*) over (partition by line_of_business) as members
    from waited_lines
    where assigned_on is not null
),

notified as (
    select
        notice.*,
        coalesce(
            member.line_of_business, case when notice.member_id is null then '' else 'unknown' end
        ) as line_of_business
    from publication.notice as notice
    inner join parameter on notice.first_issued > parameter.state_window_start
    left join member on notice.member_id = member.member_id
    where notice.state <> 'withdrawn'
),

change as (
    select
        line_of_business,
        case
            when to_provider_id is null then 'ended'
            when from_provider_id is null then 'new'
            else 'changed'
        end || ': ' || coalesce(reason, 'no reason') as item,
        change_id
    from notified
    where notice_type in ('pmp_assigned', 'pmp_ended', 'member_joins', 'member_leaves')
),

change_lines as (
    select line_of_business, item, change_id from change
    union
    select '', item, change_id from change
),

sending as (
    select
        line_of_business,
        'notice.' || notice_type as measure,
        case
            when sent_on <= due_date then 'in_time'
            when sent_on is not null or is_late then 'late'
            else 'open'
        end as item
    from notified
),

sending_lines as (
    select line_of_business, measure, item from sending where line_of_business <> ''
    union all
    select '', measure, item from sending
),

counted as (
    select line_of_business, 'assigned_by' as measure, basis as item, count(*) as number
    from given_lines
    group by line_of_business, basis
    union all
    select line_of_business, 'change', item, count(*)
    from change_lines
    group by line_of_business, item
    union all
    select line_of_business, measure, item, count(*)
    from sending_lines
    group by line_of_business, measure, item
),

shared as (
    select
        line_of_business,
        measure,
        item,
        number,
        sum(case when measure not like 'notice.%' or item <> 'open' then number end) over (
            partition by line_of_business, measure
        ) as whole,
        cast(null as integer) as days
    from counted
    union all
    select
        line_of_business,
        'auto_assigned',
        'by_distance',
        sum(case when basis = 'geographic' then 1 else 0 end),
        count(*),
        null
    from given_lines
    group by line_of_business
    union all
    select
        line_of_business,
        'days_to_assignment',
        'within_standard',
        sum(case when assigned_on is not null and days <= state_assignment_days then 1 else 0 end),
        sum(case when assigned_on is not null or days > state_assignment_days then 1 else 0 end),
        null
    from waited_lines
    group by line_of_business
    union all
    select
        line_of_business,
        'days_to_assignment',
        'waiting',
        sum(case when assigned_on is null then 1 else 0 end),
        count(*),
        null
    from waited_lines
    group by line_of_business
    union all
    select line_of_business, 'days_to_assignment', 'median', max(members), max(members), min(days)
    from ranked
    where place * 2 >= members
    group by line_of_business
    union all
    select
        line_of_business,
        'days_to_assignment',
        'percentile_90',
        max(members),
        max(members),
        min(days)
    from ranked
    where place * 10 >= members * 9
    group by line_of_business
),

final as (
    select
        line_of_business,
        measure,
        item,
        cast(number as bigint) as number,
        cast(case when measure like 'notice.%' and item = 'open' then null else whole end as bigint)
            as out_of,
        case
            when days is not null or (measure like 'notice.%' and item = 'open') then null
            else round(cast(number as double) / nullif(cast(whole as double), 0), 4)
        end as share,
        days
    from shared
)

select * from final
