/*---
summary: "Report: every eligible member with the PMP whom they have and the one who answers for them."
grain: [member_id]
inputs:
  - assignment.assigned_provider
  - attribution.attributed_provider
  - staging.member
  - staging.panel
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  line_of_business: {type: VARCHAR, meaning: The line of the span that decided.}
  facility_id: {type: VARCHAR, meaning: "Where the member lives; empty for a restricted member."}
  provider_id: {type: VARCHAR, meaning: The assigned PMP; empty = unassigned.}
  provider_name: {type: VARCHAR, meaning: Their name.}
  practice_id: {type: VARCHAR, meaning: Their practice.}
  practice_name: {type: VARCHAR, meaning: Its name.}
  basis: {type: VARCHAR, meaning: The step that decided.}
  reason: {type: VARCHAR, meaning: Why it held.}
  effective_date: {type: DATE, meaning: Since when.}
  distance_miles: {type: DOUBLE, meaning: Miles between them.}
  attributed_provider_id: {type: VARCHAR, meaning: The attributed PMP.}
  attribution_type: {type: VARCHAR, meaning: By which step.}
---*/
with assigned as (select * from assignment.assigned_provider),

attributed as (select * from attribution.attributed_provider),

member as (select * from staging.member),

panel as (select * from staging.panel),

final as (
    select
        assigned.member_id,
        member.line_of_business,
        case when not member.restricted then member.facility_id end as facility_id,
        assigned.provider_id,
        panel.provider_name,
        panel.practice_id,
        panel.practice_name,
        assigned.basis,
        assigned.reason,
        assigned.effective_date,
        assigned.distance_miles,
        attributed.provider_id as attributed_provider_id,
        attributed.attribution_type
    from assigned
    inner join member on assigned.member_id = member.member_id
    left join attributed on assigned.member_id = attributed.member_id
    left join panel on assigned.provider_id = panel.provider_id
)

select * from final
