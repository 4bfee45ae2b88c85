/*---
summary: >-
  The candidates of all steps that need no distance, as far as the policy has the step. A further
  step is one more model of this shape and one more line here.
grain: [member_id, step, candidate_rank]
inputs:
  - assignment.lock_in
  - assignment.patient_assignment
  - assignment.reassigned
  - assignment.self_selection
  - assignment.facility
  - assignment.carried_forward
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
  own_effective_date: {type: DATE, meaning: "The effective date that the step itself gives, if any."}
  carried_basis: {type: VARCHAR, meaning: "Of what is carried, the step or basis that first gave it."}
  is_exception: {type: BOOLEAN, meaning: Somebody asked for this provider and does not get them.}
audits:
  a_step_holds_at_most_once: >-
    select member_id, step from assignment.step_candidate
    where holds group by member_id, step having count(*) > 1
---*/
with offered as (
    select * from assignment.lock_in
    union all
    select * from assignment.patient_assignment
    union all
    select * from assignment.reassigned
    union all
    select * from assignment.self_selection
    union all
    select * from assignment.facility
    union all
    select * from assignment.carried_forward
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
        offered.limit_value,
        offered.own_effective_date,
        offered.carried_basis,
        offered.is_exception
    from offered
    inner join policy_step on offered.step = policy_step.step
    where policy_step.question = 'assignment'
)

select * from final
