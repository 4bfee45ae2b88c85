/*---
summary: The PMP that the run gave the member of the request; no row = they are no eligible member.
grain: [member_id]
inputs: [preview.request, baseline.assigned_provider]
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  provider_id: {type: VARCHAR, meaning: The PMP; null = unassigned.}
  basis: {type: VARCHAR, meaning: The step that assigned them.}
---*/
with request as (select * from preview.request),

assigned as (select * from baseline.assigned_provider),

final as (
    select
        assigned.member_id,
        assigned.provider_id,
        assigned.basis
    from assigned
    inner join request on assigned.member_id = request.member_id
)

select * from final
