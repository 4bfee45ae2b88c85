/*---
summary: "Comparison (c): the assigned PMP of each member against the attributed PMP."
grain: [member_id]
inputs:
  - assignment.assigned_provider
  - assignment.not_evaluated
  - attribution.attributed_provider
columns:
  member_id: {type: VARCHAR, meaning: The member.}
  change_type: {type: VARCHAR, meaning: "`same` or `different`; a member with neither is `same`."}
  from_provider_id: {type: VARCHAR, meaning: The assigned PMP.}
  to_provider_id: {type: VARCHAR, meaning: The attributed PMP.}
  from_basis: {type: VARCHAR, meaning: The step that assigned the member.}
  to_basis: {type: VARCHAR, meaning: The attribution type.}
---*/
with assigned as (select * from assignment.assigned_provider),

attributed as (select * from attribution.attributed_provider),

not_evaluated as (select * from assignment.not_evaluated),

both_answers as (
    select
        assigned.member_id,
        assigned.provider_id as from_provider_id,
        attributed.provider_id as to_provider_id,
        assigned.basis as from_basis,
        attributed.attribution_type as to_basis
    from assigned
    left join attributed on assigned.member_id = attributed.member_id
    union all
    select
        member_id,
        provider_id,
        attributed_provider_id,
        basis,
        attribution_type
    from not_evaluated
),

final as (
    select
        member_id,
        case
            when from_provider_id is not distinct from to_provider_id then 'same'
            else 'different'
        end as change_type,
        from_provider_id,
        to_provider_id,
        from_basis,
        to_basis
    from both_answers
)

select * from final
