/*---
summary: The step that decides for a member, the first that holds in the order of the policy.
grain: [member_id]
inputs: [assignment.step_candidate, assignment.geographic, run.policy_step]
columns:
  member_id: {type: VARCHAR, meaning: A member who gets a provider.}
  step: {type: VARCHAR, meaning: The step.}
  step_rank: {type: INTEGER, meaning: "The step's place in the policy."}
  candidate_rank: {type: INTEGER, meaning: "The candidate's place in the step."}
  provider_id: {type: VARCHAR, meaning: The provider.}
  reason: {type: VARCHAR, meaning: Why the step holds.}
  own_effective_date: {type: DATE, meaning: "The effective date that the step itself sets, if any."}
  carried_basis: {type: VARCHAR, meaning: "For a carried provider, the step or basis that first assigned them."}
---*/
with step_candidate as (select * from assignment.step_candidate),

geographic as (select * from assignment.geographic),

policy_step as (select * from run.policy_step),

held as (
    select
        member_id,
        step,
        step_rank,
        candidate_rank,
        provider_id,
        reason,
        own_effective_date,
        carried_basis
    from step_candidate
    where holds
    union all
    select
        geographic.member_id,
        policy_step.step,
        policy_step.step_rank,
        1,
        geographic.provider_id,
        'optimal_distance',
        null,
        null
    from geographic
    cross join policy_step
    where
        geographic.provider_id is not null
        and policy_step.question = 'assignment'
        and policy_step.step = 'geographic'
),

first_held as (
    select
        member_id,
        min(step_rank) as step_rank
    from held
    group by member_id
),

final as (
    select held.*
    from held
    inner join first_held
        on held.member_id = first_held.member_id
        and held.step_rank = first_held.step_rank
)

select * from final
