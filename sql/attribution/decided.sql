/*---
summary: "The step that decides for each member: the first that holds, in the order of the policy."
grain: [member_id]
inputs: [attribution.step_candidate]
columns:
  member_id: {type: VARCHAR, meaning: An attributed member.}
  step: {type: VARCHAR, meaning: The step.}
  step_rank: {type: INTEGER, meaning: "The step's position in the policy."}
  candidate_rank: {type: INTEGER, meaning: "The candidate's position in the step."}
  provider_id: {type: VARCHAR, meaning: The PMP.}
---*/
with held as (
    select * from attribution.step_candidate where holds
),

first_held as (
    select
        member_id,
        min(step_rank) as step_rank
    from held
    group by member_id
),

final as (
    select
        held.member_id,
        held.step,
        held.step_rank,
        held.candidate_rank,
        held.provider_id
    from held
    inner join first_held
        on held.member_id = first_held.member_id
        and held.step_rank = first_held.step_rank
)

select * from final
