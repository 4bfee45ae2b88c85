/*---
summary: >-
  Members of a PMP whose last day on the roster is known and near, assigned or attributed to them,
  with the day by which they are to be told: so many days before the end or after learning of it
  (tonight), whichever is later.
grain: [change_id]
inputs:
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
  effective_date: {type: DATE, meaning: Their last day on the roster.}
  due_date: {type: DATE, meaning: "When the notice is due, if tonight learns of it."}
---*/
with panel as (select * from staging.panel),

member as (select * from staging.member),

parameter as (select * from run.parameter),

leaving_notice as (select * from run.leaving_notice),

calendar as (select * from run.calendar),

leaving as (
    select
        panel.provider_id,
        panel.active_to
    from panel
    inner join parameter
        on panel.active_to >= parameter.as_of
        and panel.active_to <= parameter.leaving_known_until
    where panel.on_roster
),

theirs as (
    select member_id, provider_id from assignment.assigned_provider
    union
    select member_id, provider_id from attribution.attributed_provider
),

concerned as (
    select
        theirs.member_id,
        leaving.provider_id,
        leaving.active_to,
        coalesce(own_line.days_before, any_line.days_before) as days_before
    from theirs
    inner join leaving on theirs.provider_id = leaving.provider_id
    inner join member on theirs.member_id = member.member_id
    left join leaving_notice as own_line on member.line_of_business = own_line.line_of_business
    left join leaving_notice as any_line on any_line.line_of_business = ''
),

final as (
    select
        'leaving:' || cast(concerned.active_to as varchar)
        || ':' || replace(replace(concerned.provider_id, '%', '%25'), ':', '%3A')
        || ':' || replace(replace(concerned.member_id, '%', '%25'), ':', '%3A') as change_id,
        concerned.member_id,
        concerned.provider_id,
        concerned.active_to as effective_date,
        case
            when before_end.day > parameter.leaving_learned_due_date then before_end.day
            else parameter.leaving_learned_due_date
        end as due_date
    from concerned
    cross join parameter
    inner join calendar as last_day on concerned.active_to = last_day.day
    left join calendar as before_end
        on last_day.day_number - concerned.days_before = before_end.day_number
)

select * from final
