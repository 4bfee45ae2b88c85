/*---
summary: >-
  The candidates of the policy's steps that need no distance, each with the position of its step in the
  policy.
grain: [member_id, step, candidate_rank]
inputs: [assignment.offer, run.policy_step]
columns:
  member_id: {type: VARCHAR, meaning: An eligible member.}
  step: {type: VARCHAR, meaning: The step that offers the provider.}
  step_rank: {type: INTEGER, meaning: "The step's place in the policy."}
  candidate_rank: {type: INTEGER, meaning: "The candidate's place in the step, from 1."}
  provider_id: {type: VARCHAR, meaning: The provider.}
  holds: {type: BOOLEAN, meaning: "Whether the step holds for it, regardless of earlier steps; at most one per step."}
  reason: {type: VARCHAR, meaning: "Why, or why not (run.reason)."}
  found: {type: VARCHAR, meaning: The value that decided.}
  limit_value: {type: VARCHAR, meaning: The limit it was compared with.}
  own_effective_date: {type: DATE, meaning: "The effective date that the step itself sets, if any."}
  carried_basis: {type: VARCHAR, meaning: "For a carried provider, the step or basis that first assigned them."}
  is_exception: {type: BOOLEAN, meaning: Someone requested this provider and the member does not get them.}
audits:
  a_step_holds_at_most_once: >-
    select member_id, step from assignment.step_candidate
    where holds group by member_id, step having count(*) > 1
---*/
with offer as (select * from assignment.offer),

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
        offer.limit_value,
        offer.own_effective_date,
        offer.carried_basis,
        offer.is_exception
    from offer
    inner join policy_step on offer.step = policy_step.step
    where policy_step.question = 'assignment'
)

select * from final
