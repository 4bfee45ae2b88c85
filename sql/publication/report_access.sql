/*---
summary: "Report: members assigned farther away than the access standard."
grain: [member_id]
inputs:
  - assignment.assigned_provider
  - staging.member
  - staging.panel
  - run.county
  - run.parameter
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The assigned PMP.}
  provider_name: {type: VARCHAR, meaning: Their name.}
  practice_id: {type: VARCHAR, meaning: Their practice.}
  basis: {type: VARCHAR, meaning: The step that decided.}
  distance_miles: {type: DOUBLE, meaning: Miles between the member and the PMP.}
  standard_miles: {type: DOUBLE, meaning: The access standard.}
  place_source: {type: VARCHAR, meaning: "The source of the member's place: coordinates, zip or county."}
  line_of_business: {type: VARCHAR, meaning: The line of the span that decided.}
  county: {type: VARCHAR, meaning: Where the member lives; empty for a restricted member.}
  state: {type: VARCHAR, meaning: Where the member lives.}
---*/
with assigned as (select * from assignment.assigned_provider),

member as (select * from staging.member),

panel as (select * from staging.panel),

county as (select * from run.county),

parameter as (select * from run.parameter),

final as (
    select
        assigned.member_id,
        assigned.provider_id,
        panel.provider_name,
        panel.practice_id,
        assigned.basis,
        assigned.distance_miles,
        parameter.access_standard_miles as standard_miles,
        member.place_source,
        member.line_of_business,
        case when not member.restricted then county.county_name end as county,
        member.state
    from assigned
    inner join parameter on assigned.distance_miles > parameter.access_standard_miles
    inner join member on assigned.member_id = member.member_id
    left join panel on assigned.provider_id = panel.provider_id
    left join county on member.county_fips = county.county_fips
)

select * from final
