/*---
summary: >-
  The candidates of all steps, as far as the policy has the step. A further step is one more model
  of this shape and one more line here.
grain: [member_id, step, candidate_rank]
inputs:
  - attribution.claims
  - attribution.self_selection
  - attribution.assignment
  - run.policy_step
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  step: {type: VARCHAR, meaning: The step that offers the provider.}
  step_rank: {type: INTEGER, meaning: "The step's place in the policy."}
  candidate_rank: {type: INTEGER, meaning: "The candidate's place in the step, from 1."}
  provider_id: {type: VARCHAR, meaning: The provider.}
  holds: {type: BOOLEAN, meaning: "Whether the step holds for it, whatever earlier steps say; at most one a step."}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit that it met.}
---*/
with offered as (
    select * from attribution.claims
    union all
    select * from attribution.self_selection
    union all
    select * from attribution.assignment
),

policy_step as (select * from run.policy_step),

final as (
    select
        offered.member_id,
        offered.step,
        policy_step.step_rank,
        offered.candidate_rank,
        offered.provider_id,
        offered.holds,
        offered.reason,
        offered.found,
        offered.limit_value
    from offered
    inner join policy_step on offered.step = policy_step.step
    where policy_step.question = 'attribution'
)

select * from final
