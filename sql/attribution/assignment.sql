/*---
summary: "Step assignment: the assigned PMP, whichever step assigned them."
grain: [member_id, candidate_rank]
part_of: attribution.offer
inputs: [assignment.assigned_provider]
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  step: {type: VARCHAR, meaning: "`assignment`."}
  candidate_rank: {type: INTEGER, meaning: Always 1.}
  provider_id: {type: VARCHAR, meaning: The assigned PMP.}
  holds: {type: BOOLEAN, meaning: Always true.}
  reason: {type: VARCHAR, meaning: "`assigned`."}
  found: {type: VARCHAR, meaning: The step that assigned them.}
  limit_value: {type: VARCHAR, meaning: Always null.}
---*/
with assigned_provider as (select * from assignment.assigned_provider),

final as (
    select
        member_id,
        'assignment' as step,
        1 as candidate_rank,
        provider_id,
        true as holds,
        'assigned' as reason,
        basis as found,
        cast(null as varchar) as limit_value
    from assigned_provider
    where provider_id is not null
)

select * from final
