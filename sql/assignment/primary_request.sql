/*---
summary: >-
  The request behind a member's PMP, where the deciding step follows one: their own assignment,
  their facility's, or a bulk move.
grain: [member_id]
inputs:
  - assignment.assigned_provider
  - assignment.patient_assignment
  - assignment.facility
  - assignment.reassigned
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  request_id: {type: VARCHAR, meaning: The request.}
---*/
with assigned as (select * from assignment.assigned_provider),

requested as (
    select member_id, step, provider_id, found as request_id
    from assignment.patient_assignment
    where holds
    union all
    select member_id, step, provider_id, limit_value
    from assignment.facility
    where holds
    union all
    select member_id, step, provider_id, limit_value
    from assignment.reassigned
    where holds
),

final as (
    select
        assigned.member_id,
        max(requested.request_id) as request_id
    from requested
    inner join assigned
        on requested.member_id = assigned.member_id
        and requested.step = assigned.basis
        and requested.provider_id = assigned.provider_id
    group by assigned.member_id
)

select * from final
