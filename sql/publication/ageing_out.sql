/*---
summary: >-
  Members who will soon, within the days set by the policy, be older than the greatest age that their
  PMP serves. They are too old from their birthday on. As everywhere, a member born on February 29 has
  their birthday on March 1 in other years.
grain: [member_id]
inputs:
  - assignment.assigned_provider
  - staging.member
  - staging.panel
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: Their PMP.}
  serves_max_age: {type: INTEGER, meaning: "The greatest age served, in completed years."}
  passes_on: {type: DATE, meaning: The first day on which they are too old.}
  shown_date: {type: DATE, meaning: The same day; null for a restricted member.}
---*/
with assigned as (select * from assignment.assigned_provider),

member as (select * from staging.member),

panel as (select * from staging.panel),

parameter as (select * from run.parameter),

limited as (
    select
        member.member_id,
        assigned.provider_id,
        panel.serves_max_age,
        member.birth_date,
        member.restricted,
        cast(year(member.birth_date) as integer) + panel.serves_max_age + 1 as passing_year
    from assigned
    inner join panel on assigned.provider_id = panel.provider_id
    inner join member on assigned.member_id = member.member_id
    where panel.serves_max_age is not null and member.age <= panel.serves_max_age
),

dated as (
    select
        *,
        cast(
            cast(passing_year as varchar)
            || case
                when month(birth_date) <> 2 or day(birth_date) <> 29
                    then substr(cast(birth_date as varchar), 5, 6)
                when passing_year % 400 = 0 then '-02-29'
                when passing_year % 4 = 0 and passing_year % 100 <> 0 then '-02-29'
                else '-03-01'
            end as date
        ) as passes_on
    from limited
),

final as (
    select
        dated.member_id,
        dated.provider_id,
        dated.serves_max_age,
        dated.passes_on,
        case when not dated.restricted then dated.passes_on end as shown_date
    from dated
    inner join parameter
        on dated.passes_on > parameter.as_of
        and dated.passes_on <= parameter.ageing_out_until
)

select * from final
