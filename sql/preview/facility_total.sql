/*---
summary: How many eligible members live at the facility of the request.
grain: []
inputs: [preview.request, staging.member, baseline.assigned_provider]
columns:
  members: {type: BIGINT, meaning: Eligible members who live there.}
  others: {type: BIGINT, meaning: "Of these, those whose PMP is not the provider of the request."}
---*/
with request as (select * from preview.request),

assigned as (select * from baseline.assigned_provider),

resident as (
    select
        member.member_id,
        request.provider_id
    from staging.member as member
    inner join request on member.facility_id = request.facility_id
    where member.eligible
),

final as (
    select
        count(*) as members,
        count(
            case when assigned.provider_id is distinct from resident.provider_id then 1 end
        ) as others
    from resident
    left join assigned on resident.member_id = assigned.member_id
)

select * from final
