/*---
summary: >-
  Step self_selection: the PMP that the member chose, while that choice decides the assignment or is
  carried forward, for any number of nights.
grain: [member_id, candidate_rank]
part_of: attribution.offer
inputs: [assignment.assigned_provider]
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  step: {type: VARCHAR, meaning: "`self_selection`."}
  candidate_rank: {type: INTEGER, meaning: Always 1.}
  provider_id: {type: VARCHAR, meaning: The chosen PMP.}
  holds: {type: BOOLEAN, meaning: Always true.}
  reason: {type: VARCHAR, meaning: "Whether the choice decides or is carried forward (run.reason)."}
  found: {type: VARCHAR, meaning: The effective date.}
  limit_value: {type: VARCHAR, meaning: Always null.}
---*/
with assigned_provider as (select * from assignment.assigned_provider),

final as (
    select
        member_id,
        'self_selection' as step,
        1 as candidate_rank,
        provider_id,
        true as holds,
        case
            when basis = 'self_selection' then 'selection_honoured'
            else 'selection_carried'
        end as reason,
        cast(effective_date as varchar) as found,
        cast(null as varchar) as limit_value
    from assigned_provider
    where
        basis = 'self_selection'
        or (basis = 'carried_forward' and carried_basis = 'self_selection')
)

select * from final
