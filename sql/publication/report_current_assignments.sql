/*---
summary: >-
  Report: every eligible member with the assigned and the attributed PMP; below them, the acting
  provider of an absent PMP on the as-of date, specialists, and the provider who covers emergencies
  after a dismissal.
grain: [member_id, team_rank]
inputs:
  - assignment.assigned_provider
  - assignment.primary_request
  - assignment.care_team
  - attribution.attributed_provider
  - staging.member
  - staging.facility
  - staging.panel
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  team_rank: {type: BIGINT, meaning: "1 = the PMP, then the acting provider, specialists, emergencies."}
  role: {type: VARCHAR, meaning: "primary, acting (for an absent PMP), specialist or emergency."}
  specialty: {type: VARCHAR, meaning: Of a specialist.}
  line_of_business: {type: VARCHAR, meaning: The line of the span that decided.}
  facility_id: {type: VARCHAR, meaning: "Where the member lives; empty for a restricted member."}
  facility_name: {type: VARCHAR, meaning: Its name.}
  provider_id: {type: VARCHAR, meaning: The provider; empty = unassigned.}
  provider_name: {type: VARCHAR, meaning: Their name.}
  practice_id: {type: VARCHAR, meaning: Their practice.}
  practice_name: {type: VARCHAR, meaning: Its name.}
  basis: {type: VARCHAR, meaning: "The step that decided; for other roles as in assignment.care_team."}
  reason: {type: VARCHAR, meaning: Why it held.}
  effective_date: {type: DATE, meaning: First day.}
  until_date: {type: DATE, meaning: Last day; empty when open.}
  request_id: {type: VARCHAR, meaning: The request behind it.}
  distance_miles: {type: DOUBLE, meaning: Miles between the member and the PMP.}
  attributed_provider_id: {type: VARCHAR, meaning: The attributed PMP.}
  attribution_type: {type: VARCHAR, meaning: The step that attributed.}
---*/
with assigned as (select * from assignment.assigned_provider),

primary_request as (select * from assignment.primary_request),

attributed as (select * from attribution.attributed_provider),

member as (select * from staging.member),

facility as (select * from staging.facility),

panel as (select * from staging.panel),

others as (
    select
        team.*,
        1 + row_number() over (
            partition by team.member_id
            order by
                case team.role when 'acting' then 1 when 'specialist' then 2 else 3 end
                nulls last,
                team.specialty nulls last,
                team.provider_id nulls last,
                team.from_date nulls last
        ) as team_rank
    from assignment.care_team as team
    inner join run.parameter as parameter
        on team.from_date <= parameter.as_of
        and team.to_date >= parameter.as_of
    where team.role <> 'primary' and team.basis <> 'pmp'
),

everybody as (
    select
        assigned.member_id,
        1 as team_rank,
        'primary' as role,
        cast(null as varchar) as specialty,
        assigned.provider_id,
        assigned.basis,
        assigned.reason,
        assigned.effective_date,
        cast(null as date) as until_date,
        primary_request.request_id,
        assigned.distance_miles
    from assigned
    left join primary_request on assigned.member_id = primary_request.member_id
    union all
    select
        member_id,
        team_rank,
        role,
        case when specialty <> '' then specialty end,
        provider_id,
        basis,
        null,
        from_date,
        case when to_date < date '9999-12-31' then to_date end,
        request_id,
        null
    from others
),

final as (
    select
        everybody.member_id,
        everybody.team_rank,
        everybody.role,
        everybody.specialty,
        member.line_of_business,
        case when not member.restricted then member.facility_id end as facility_id,
        case when not member.restricted then facility.facility_name end as facility_name,
        everybody.provider_id,
        panel.provider_name,
        panel.practice_id,
        panel.practice_name,
        everybody.basis,
        everybody.reason,
        everybody.effective_date,
        everybody.until_date,
        everybody.request_id,
        everybody.distance_miles,
        attributed.provider_id as attributed_provider_id,
        attributed.attribution_type
    from everybody
    inner join member on everybody.member_id = member.member_id
    left join facility on member.facility_id = facility.facility_id
    left join attributed on everybody.member_id = attributed.member_id
    left join panel on everybody.provider_id = panel.provider_id
)

select * from final
