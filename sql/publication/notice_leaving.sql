/*---
summary: >-
  Members of a PMP whose last day is known and near, assigned or attributed to them, with the due date
  of their notice: a number of days before the end, or after the night that learned of it, whichever
  is later. The end is the last day on the roster or, for members moved because the provider leaves, the
  day before the approved move.
grain: [change_id]
inputs:
  - book.bulk_move
  - staging.panel
  - staging.member
  - assignment.assigned_provider
  - attribution.attributed_provider
  - run.parameter
  - run.leaving_notice
  - run.calendar
columns:
  change_id: {type: VARCHAR, meaning: "leaving, the last day, provider and member, each with % and : escaped."}
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The PMP who leaves.}
  effective_date: {type: DATE, meaning: Their last day.}
  due_date: {type: DATE, meaning: "When the notice is due, if tonight is its first night."}
---*/
with panel as (select * from staging.panel),

member as (select * from staging.member),

parameter as (select * from run.parameter),

leaving_notice as (select * from run.leaving_notice),

calendar as (select * from run.calendar),

known as (
    select
        provider_id,
        'all' as scope,
        '' as scope_id,
        active_to as last_day
    from panel
    where on_roster
    union all
    select
        move.source_provider_id,
        move.scope,
        move.scope_id,
        calendar.day
    from book.bulk_move as move
    inner join calendar on move.from_date = calendar.next_day
    where move.reason = 'provider_leaving' and move.source_provider_id is not null
),

leaving as (
    select known.*
    from known
    inner join parameter
        on known.last_day >= parameter.as_of
        and known.last_day <= parameter.leaving_known_until
),

leaving_provider as (
    select provider_id from leaving group by provider_id
),

theirs as (
    select assigned.member_id, assigned.provider_id
    from assignment.assigned_provider as assigned
    inner join leaving_provider on assigned.provider_id = leaving_provider.provider_id
    union
    select attributed.member_id, attributed.provider_id
    from attribution.attributed_provider as attributed
    inner join leaving_provider on attributed.provider_id = leaving_provider.provider_id
),

concerned as (
    select
        theirs.member_id,
        leaving.provider_id,
        min(leaving.last_day) as last_day,
        min(coalesce(own_line.days_before, any_line.days_before)) as days_before
    from theirs
    inner join leaving on theirs.provider_id = leaving.provider_id
    inner join member
        on theirs.member_id = member.member_id
        and case leaving.scope
            when 'all' then true
            when 'member' then member.member_id = leaving.scope_id
            else coalesce(member.facility_id = leaving.scope_id, false)
        end
    left join leaving_notice as own_line on member.line_of_business = own_line.line_of_business
    left join leaving_notice as any_line on any_line.line_of_business = ''
    group by theirs.member_id, leaving.provider_id
),

final as (
    select
        'leaving:' || cast(concerned.last_day as varchar)
        || ':' || replace(replace(concerned.provider_id, '%', '%25'), ':', '%3A')
        || ':' || replace(replace(concerned.member_id, '%', '%25'), ':', '%3A') as change_id,
        concerned.member_id,
        concerned.provider_id,
        concerned.last_day as effective_date,
        case
            when before_end.day > parameter.leaving_learned_due_date then before_end.day
            else parameter.leaving_learned_due_date
        end as due_date
    from concerned
    cross join parameter
    inner join calendar as last_day on concerned.last_day = last_day.day
    left join calendar as before_end
        on last_day.day_number - concerned.days_before = before_end.day_number
)

select * from final
