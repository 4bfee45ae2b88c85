/*---
summary: The candidates of the steps that the policy has, each with its position in the policy.
grain: [member_id, step, candidate_rank]
inputs: [attribution.offer, run.policy_step]
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  step: {type: VARCHAR, meaning: The step that offers the provider.}
  step_rank: {type: INTEGER, meaning: "The step's position in the policy."}
  candidate_rank: {type: INTEGER, meaning: "The candidate's position in the step, from 1."}
  provider_id: {type: VARCHAR, meaning: The provider.}
  holds: {type: BOOLEAN, meaning: "Whether the step holds for it, whatever earlier steps say; at most one per member and step."}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
---*/
with offer as (select * from attribution.offer),

policy_step as (select * from run.policy_step),

final as (
    select
        offer.member_id,
        offer.step,
        policy_step.step_rank,
        offer.candidate_rank,
        offer.provider_id,
        offer.holds,
        offer.reason,
        offer.found,
        offer.limit_value
    from offer
    inner join policy_step on offer.step = policy_step.step
    where policy_step.question = 'attribution'
)

select * from final
